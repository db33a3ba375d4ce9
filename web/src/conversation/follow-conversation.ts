import { pacePerMs } from '../pace.ts';
import type { Services } from '../services.ts';
import type { TurnList } from './turns/create-turn-list.ts';
import type { AnswerKeeper } from './answers/make-answer-keeper.ts';

export interface FollowConversationOptions {
  id: string;
  services: Pick<Services, 'client' | 'events' | 'outbox'>;
  list: TurnList;
  answers: AnswerKeeper;
  refresh: () => void;
}

/** A message's own reply comes sooner than this: then its turn is known when the event is looked into. */
const LOOK_AFTER_MS = 250;
/** Hidden for longer than this, the page may have missed something. */
const TRUSTED_HIDDEN_MS = 5_000;

/**
 * Has what is begun or ended elsewhere, in another tab, on another device or by a batch, read.
 *
 * @returns a function that ends it
 */
export function followConversation({
  id,
  services,
  list,
  answers,
  refresh,
}: FollowConversationOptions): () => void {
  const { client, events, outbox } = services;
  const news = new Set<string>();
  const isUpToDate = (taskId: string): boolean =>
    answers.isFollowing(taskId) || answers.answerOf(taskId)?.outcome !== undefined;
  const looking = pacePerMs(LOOK_AFTER_MS, () => {
    const known = new Set(list.turns().map((turn) => turn.taskId()));
    const isMissed = [...news].some((taskId) => !known.has(taskId) || !isUpToDate(taskId));
    news.clear();
    if (isMissed) refresh();
  });

  const unsubscribe = events.subscribe({
    types: ['task_created', 'task_finished'],
    onEvent: ({ type, conversation_id, task_id }) => {
      if (type === 'task_finished') outbox.wake();
      if (conversation_id !== id) return;
      news.add(task_id);
      looking.request();
    },
    onReset: refresh,
  });
  const unwatch = client.surroundings.wakeUps.subscribe(({ hiddenMs }) => {
    if (hiddenMs >= TRUSTED_HIDDEN_MS) refresh();
  });
  return () => {
    unsubscribe();
    unwatch();
    looking.cancel();
  };
}
