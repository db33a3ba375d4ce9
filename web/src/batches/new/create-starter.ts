import type { BatchReply, UploadQuery } from '@continuo/shared/protocol/batch-api';
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import { v7 as uuidv7 } from 'uuid';
import type { ApiFault } from '../../continuo-client/api/api-fault.ts';
import { holdLock } from '../../hold-lock.ts';
import { keepCalling } from '../../shell/connection/keep-calling.ts';
import type { Services } from '../../services.ts';
import { openStartStore, type KeptStart } from './kept-start.ts';

/** Starts batches, each once, over lost replies, outages and reloads of the page. */
export interface Starter {
  start: (jsonl: Blob, settings: UploadQuery) => void;
  /** What is being started: from the press of the button, and again after a reload. */
  starting: Accessor<KeptStart | undefined>;
  stop: () => void;
}

interface StarterOptions {
  onStarted: (batch: BatchReply) => void;
  onRefused: (start: KeptStart, fault: ApiFault) => void;
}

const LOCK = 'continuo-start-batch';

export function createStarter(services: Services, { onStarted, onRefused }: StarterOptions): Starter {
  const store = openStartStore();
  const [starting, setStarting] = createSignal<KeptStart>();
  const life = new AbortController();
  onCleanup(() => life.abort());
  let sending = new AbortController();

  const send = async (start: KeptStart): Promise<void> => {
    setStarting(start);
    sending = new AbortController();
    const signal = AbortSignal.any([life.signal, sending.signal]);
    const { key, jsonl, settings } = start;
    const upload = () => services.client.api.batches.upload(jsonl, settings, key);
    const outcome = await keepCalling(services, upload, { signal });
    // Who leaves the page finds it here again.
    if (life.signal.aborted) return;
    await store.remove(key);
    setStarting(undefined);
    if (outcome?.ok) onStarted(outcome.value);
    else if (outcome) onRefused(start, outcome.fault);
  };
  // One tab sends, the others look again when it is done.
  const sendKept = (fresh?: KeptStart): Promise<void> =>
    holdLock(LOCK, life.signal, async () => {
      const start = fresh ?? (await store.first());
      if (start) await send(start);
    });
  void sendKept();

  return {
    starting,
    start: (jsonl, settings) => {
      const start: KeptStart = { key: uuidv7(), jsonl, settings };
      setStarting(start);
      void store.put(start).then(() => sendKept(start));
    },
    stop: () => sending.abort(),
  };
}
