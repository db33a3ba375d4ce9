import { createSignal, type Accessor } from 'solid-js';
import { keepCalling } from '../shell/connection/keep-calling.ts';
import type { Services } from '../services.ts';
import { isConnectionLost } from '../shell/connection/judge-connection.ts';
import type { Conversation } from './conversation.ts';
import type { Turn } from './turns/turn.ts';
import { isUnderWay } from './turns/turn-status.ts';

/** Whether an answer of the branch is being made, and its end by the user's wish. */
export type Progress = Pick<Conversation, 'sendMode' | 'isBusy' | 'canStop' | 'isStopping' | 'stop'>;

export interface ProgressOptions {
  services: Pick<Services, 'client' | 'connection' | 'outbox'>;
  signal: AbortSignal;
  path: Accessor<readonly Turn[]>;
}

export function createProgress({ services, signal, path }: ProgressOptions): Progress {
  const { client, connection, outbox } = services;
  const [asked, setAsked] = createSignal<string>();
  const busyTurn = (): Turn | undefined =>
    path().findLast((turn) => isUnderWay(turn.status()) && turn.delivery() !== 'queued');
  const busyTask = (): string | undefined => busyTurn()?.taskId();

  const askToStop = async (taskId: string): Promise<void> => {
    setAsked(taskId);
    const outcome = await keepCalling(services, () => client.api.cancel(taskId), { signal });
    if (outcome && !outcome.ok) setAsked(undefined);
  };

  return {
    sendMode: () => {
      if (outbox.isFull()) return 'wait';
      if (isConnectionLost(connection.state())) return 'queue';
      return busyTurn() ? 'wait' : 'send';
    },
    isBusy: () => busyTurn() !== undefined,
    canStop: () => busyTask() !== undefined,
    // From the press of the button, and again after a reload, until the answer has ended.
    isStopping: () => {
      const turn = busyTurn();
      const isAsked = turn?.taskId() !== undefined && turn.taskId() === asked();
      return isAsked || turn?.answer()?.cancelRequested === true;
    },
    stop: () => {
      const taskId = busyTask();
      if (taskId !== undefined && taskId !== asked()) void askToStop(taskId);
    },
  };
}
