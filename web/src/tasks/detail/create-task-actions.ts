import type { GenerateReply } from '@continuo/shared/protocol/http-api';
import { useNavigate } from '@solidjs/router';
import { createSignal, onCleanup, type Accessor } from 'solid-js';
import { v7 as uuidv7 } from 'uuid';
import type { Outcome } from '../../continuo-client/api/api-fault.ts';
import { explainFault } from '../../controls/fault-notice.tsx';
import { keepCalling } from '../../shell/connection/keep-calling.ts';
import { useServices } from '../../services.ts';
import { hrefOfTask } from '../task-address.ts';

/** What can be done with a task. One thing at a time; what fails says so. */
export interface TaskActions {
  isBusy: Accessor<boolean>;
  /** The intent to stop is stored, or on its way there. */
  isCancelling: Accessor<boolean>;
  cancel: () => Promise<void>;
  /** Asks the same again and goes to that task. */
  runAgain: () => Promise<void>;
  /** Goes on behind the kept text, as another task, and goes there. */
  continueKept: () => Promise<void>;
}

const KEEP_TRYING_MS = 30_000;

export function createTaskActions(taskId: string, refresh: () => void): TaskActions {
  const services = useServices();
  const { api } = services.client;
  const navigate = useNavigate();
  const life = new AbortController();
  onCleanup(() => life.abort());
  const [isBusy, setBusy] = createSignal(false);
  const [isCancelling, setCancelling] = createSignal(false);

  const perform = async <Value>(call: () => Promise<Outcome<Value>>): Promise<Value | undefined> => {
    setBusy(true);
    const outcome = await keepCalling(services, call, { signal: life.signal, forMs: KEEP_TRYING_MS });
    setBusy(false);
    if (outcome?.ok) return outcome.value;
    if (outcome) services.toasts.show(explainFault(outcome.fault));
    return undefined;
  };
  const goTo = (begun: GenerateReply | undefined): void => {
    if (begun) navigate(hrefOfTask(begun.task_id));
  };

  return {
    isBusy,
    isCancelling,
    cancel: async () => {
      setCancelling(true);
      const reply = await perform(() => api.cancel(taskId));
      if (!reply) setCancelling(false);
      refresh();
    },
    runAgain: async () => {
      // The same key each time the call is repeated: one new task, however often that is.
      const key = uuidv7();
      goTo(await perform(() => api.workflows.runAgain(taskId, key)));
    },
    continueKept: async () => goTo(await perform(() => api.deadLetters.retry(taskId))),
  };
}
