import { createEffect, createSignal, onCleanup, type Accessor } from 'solid-js';
import type { Services } from '../../services.ts';

/** What nobody waits for long is not worth a call. */
const FIRST_MS = 600;
const AGAIN_MS = 3_000;

/**
 * Which of the waiting tasks this one is, 1 being the next. Undefined: it does not wait, nobody knows, or it is too far
 * behind to be counted.
 *
 * @param waiting the task while it waits
 */
export function createQueuePosition(
  { client }: Services,
  waiting: Accessor<string | undefined>,
): Accessor<number | undefined> {
  const [position, setPosition] = createSignal<number>();
  createEffect(() => {
    const taskId = waiting();
    if (taskId === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const ask = async (): Promise<void> => {
      const outcome = await client.api.status(taskId);
      if (isOver) return;
      if (outcome.ok) setPosition(outcome.value.queue?.estimated_position ?? undefined);
      timer = setTimeout(() => void ask(), AGAIN_MS);
    };
    timer = setTimeout(() => void ask(), FIRST_MS);
    onCleanup(() => {
      isOver = true;
      clearTimeout(timer);
      setPosition(undefined);
    });
  });
  return position;
}
