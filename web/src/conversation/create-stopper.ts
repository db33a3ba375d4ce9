import { createSignal } from 'solid-js';
import { keepCalling, type Services } from '../services.ts';
import type { CreatedTurn } from './create-turn.ts';

/** Stops answers. Leaving the page never does: only this call ends a task. */
export interface Stopper {
  stop: (turn: CreatedTurn | undefined) => void;
  /** From the press of the button, and again after a reload, until the answer has ended. */
  isStopping: (turn: CreatedTurn | undefined) => boolean;
}

export function createStopper(services: Services, signal: AbortSignal): Stopper {
  const { api } = services.client;
  const [asked, setAsked] = createSignal<string>();

  const ask = async (taskId: string): Promise<void> => {
    setAsked(taskId);
    const outcome = await keepCalling(services, () => api.cancel(taskId), { signal });
    if (outcome && !outcome.ok) setAsked(undefined);
  };
  return {
    stop: (turn) => {
      const taskId = turn?.taskId();
      if (taskId !== undefined && taskId !== asked()) void ask(taskId);
    },
    isStopping: (turn) =>
      turn !== undefined &&
      ((turn.taskId() !== undefined && turn.taskId() === asked()) || turn.answer()?.cancelRequested === true),
  };
}
