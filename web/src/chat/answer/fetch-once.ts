import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Outcome } from '../../continuo-client/api/api-fault.ts';
import { keepCalling, type Services } from '../../services.ts';

/** A pane that opened is waited for so long. */
const KEEP_TRYING_MS = 8_000;

/** What a pane needs when it opens. Nobody waits for it any more when the pane has closed. */
export function fetchOnce<Value>(
  services: Services,
  call: () => Promise<Outcome<Value>>,
): Accessor<Outcome<Value> | undefined> {
  const [outcome, setOutcome] = createSignal<Outcome<Value>>();
  const life = new AbortController();
  onCleanup(() => life.abort());
  void keepCalling(services, call, { signal: life.signal, forMs: KEEP_TRYING_MS }).then(setOutcome);
  return outcome;
}
