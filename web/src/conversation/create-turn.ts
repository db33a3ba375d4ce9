import type { GenerateRequest, TaskSummary } from '@continuo/shared/protocol/http-api';
import { createSignal } from 'solid-js';
import type { ApiFault } from '../continuo-client/api-fault.ts';
import type { Answer } from './answer.ts';
import type { Turn } from './turn.ts';
import { turnStatus, type Delivery } from './turn-status.ts';

/** A turn, for those who make it. */
export interface CreatedTurn extends Turn {
  /** What is sent; undefined for a turn that was read from the service. */
  request: GenerateRequest | undefined;
  setSending: () => void;
  setUnsent: (fault: ApiFault) => void;
  setAccepted: (taskId: string) => void;
  setAnswer: (answer: Answer) => void;
}

/** A turn as it is kept over a reload. */
export type SavedTurn = Pick<CreatedTurn, 'key' | 'prompt' | 'provider' | 'model' | 'createdAt'> & {
  taskId?: string;
  request?: GenerateRequest;
};

export function createTurn(saved: SavedTurn): CreatedTurn {
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
    parent: null,
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

export function saveTurn(turn: CreatedTurn): SavedTurn {
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
