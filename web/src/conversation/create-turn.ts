import type { GenerateRequest, TaskSummary } from '@continuo/shared/protocol/http-api';
import { createSignal, type Accessor } from 'solid-js';
import type { ApiFault } from '../continuo-client/api-fault.ts';
import type { Answer } from './answer.ts';
import { turnStatus, type Delivery, type TurnStatus } from './turn-status.ts';

/** One message of the user and its answer. */
export interface Turn {
  /** Its name on this page, and the idempotency key under which it is sent. */
  key: string;
  prompt: string;
  provider: string;
  model: string;
  createdAt: number;
  /** What is sent; undefined for a turn that was read from the service. */
  request: GenerateRequest | undefined;
  delivery: Accessor<Delivery>;
  /** Why it could not be sent. */
  fault: Accessor<ApiFault | undefined>;
  taskId: Accessor<string | undefined>;
  answer: Accessor<Answer | undefined>;
  status: Accessor<TurnStatus>;
  setSending: () => void;
  setUnsent: (fault: ApiFault) => void;
  setAccepted: (taskId: string) => void;
  setAnswer: (answer: Answer) => void;
}

/** A turn as it is kept over a reload. */
export type SavedTurn = Pick<Turn, 'key' | 'prompt' | 'provider' | 'model' | 'createdAt'> & {
  taskId?: string;
  request?: GenerateRequest;
};

export function createTurn(saved: SavedTurn): Turn {
  const { key, prompt, provider, model, createdAt, request } = saved;
  const [taskId, setTaskId] = createSignal(saved.taskId);
  const [fault, setFault] = createSignal<ApiFault>();
  const [answer, setAnswer] = createSignal<Answer>();
  const delivery = (): Delivery => {
    if (taskId() !== undefined) return 'accepted';
    return fault() ? 'unsent' : 'sending';
  };
  return {
    key,
    prompt,
    provider,
    model,
    createdAt,
    request,
    delivery,
    fault,
    taskId,
    answer,
    status: () => turnStatus(delivery(), answer()),
    setSending: () => setFault(undefined),
    setUnsent: setFault,
    setAccepted: setTaskId,
    setAnswer,
  };
}

export function saveTurn(turn: Turn): SavedTurn {
  const { key, prompt, provider, model, createdAt, request } = turn;
  const taskId = turn.taskId();
  const saved = { key, prompt, provider, model, createdAt };
  if (taskId !== undefined) return { ...saved, taskId };
  return request ? { ...saved, request } : saved;
}

export function turnOfTask(task: TaskSummary): SavedTurn {
  return {
    key: task.task_id,
    taskId: task.task_id,
    prompt: task.prompt,
    provider: task.provider,
    model: task.model,
    createdAt: task.created_at,
  };
}
