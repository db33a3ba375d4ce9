import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Outcome } from '../../../continuo-client/api/api-fault.ts';
import { keepCalling } from '../../../shell/connection/keep-calling.ts';
import type { Services } from '../../../services.ts';

/** A pane that opened is waited for so long. */
const KEEP_TRYING_MS = 8_000;

/** What a pane needs when it opens. */
export interface Fetched<Value> {
  /** Undefined: on its way. */
  outcome: Accessor<Outcome<Value> | undefined>;
  again: () => void;
}

/** Nobody waits for it any more when the pane has closed. */
export function fetchOnce<Value>(services: Services, call: () => Promise<Outcome<Value>>): Fetched<Value> {
  const [outcome, setOutcome] = createSignal<Outcome<Value>>();
  const life = new AbortController();
  onCleanup(() => life.abort());
  const fetch = (): void => {
    setOutcome(undefined);
    void keepCalling(services, call, { signal: life.signal, forMs: KEEP_TRYING_MS }).then(setOutcome);
  };
  fetch();
  return { outcome, again: fetch };
}
