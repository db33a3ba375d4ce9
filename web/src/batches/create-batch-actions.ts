import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Outcome } from '../continuo-client/api/api-fault.ts';
import { explainFault } from '../controls/fault-notice.tsx';
import { keepCalling } from '../shell/connection/keep-calling.ts';
import { useServices } from '../services.ts';
import { forgetBatch, putBatch } from './batch-data.ts';
import { words } from './words.ts';

export type BatchVerb = 'pause' | 'resume' | 'cancel' | 'retry';

/** What can be done with batches. All of it may be repeated, so it is, while the service is away for a moment. */
export interface BatchActions {
  change: (verb: BatchVerb, batch: BatchReply) => void;
  remove: (batch: BatchReply) => void;
  /** What was asked and is not answered yet. */
  pending: Accessor<BatchVerb | 'remove' | undefined>;
}

const KEEP_TRYING_MS = 8_000;

/** @param onRemoved the batch is gone */
export function createBatchActions(onRemoved: () => void = () => undefined): BatchActions {
  const services = useServices();
  const { batches } = services.client.api;
  const [pending, setPending] = createSignal<BatchVerb | 'remove'>();
  const life = new AbortController();
  onCleanup(() => life.abort());

  const ask = async <Value>(
    what: BatchVerb | 'remove',
    call: () => Promise<Outcome<Value>>,
    onDone: (value: Value) => void,
  ): Promise<void> => {
    if (pending()) return;
    setPending(what);
    const outcome = await keepCalling(services, call, { signal: life.signal, forMs: KEEP_TRYING_MS });
    setPending(undefined);
    if (outcome?.ok) onDone(outcome.value);
    else if (outcome) services.toasts.show(explainFault(outcome.fault));
  };

  return {
    pending,
    change: (verb, { batch_id: id }) => {
      if (verb !== 'retry') return void ask(verb, () => batches[verb](id), putBatch);
      void ask(
        verb,
        () => batches.retry(id),
        ({ retried, ...batch }) => {
          putBatch(batch);
          services.toasts.show(words().retried(retried));
        },
      );
    },
    remove: ({ batch_id: id, name }) =>
      void ask(
        'remove',
        () => batches.remove(id),
        () => {
          services.toasts.show(words().deleted(name));
          onRemoved();
          forgetBatch(id);
        },
      ),
  };
}
