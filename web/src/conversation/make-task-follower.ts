import type { AnswerLog } from './answer-log.ts';
import type { Answer } from './answer.ts';
import { followTask, type FollowedTask } from './follow-task.ts';
import type { Services } from '../services.ts';

/** Follows the tasks of a conversation that are under way, a few at a time. */
export interface TaskFollower {
  follow: (taskId: string, log: AnswerLog, options: TaskFollowing) => void;
  stop: () => void;
}

export interface TaskFollowing {
  /** What the page shows of it already. */
  shown: Answer | undefined;
  onAnswer: (answer: Answer) => void;
  onRead: (log: AnswerLog) => void;
  onSettled: (answer: Answer) => void;
}

/** Streams at once. A browser gives an origin six connections; the rest is for calls and other tabs. */
const FOLLOWED_MAX = 3;

export function makeTaskFollower({ client, connection }: Services): TaskFollower {
  const followed = new Map<string, FollowedTask>();
  const waiting: (() => void)[] = [];
  const life = new AbortController();

  const eachTask = (act: (task: FollowedTask) => void): void => followed.forEach(act);
  window.addEventListener('pagehide', () => eachTask((task) => task.sleep()), life);
  window.addEventListener('pageshow', () => eachTask((task) => task.resume()), life);

  const follow: TaskFollower['follow'] = (taskId, log, options) => {
    if (life.signal.aborted || followed.has(taskId)) return;
    if (followed.size >= FOLLOWED_MAX) {
      waiting.push(() => follow(taskId, log, options));
      return;
    }
    const onSettled = (answer: Answer): void => {
      followed.delete(taskId);
      options.onSettled(answer);
      waiting.shift()?.();
    };
    followed.set(taskId, followTask({ ...options, taskId, log, client, connection, onSettled }));
  };

  return {
    follow,
    stop: () => {
      life.abort();
      eachTask((task) => task.stop());
    },
  };
}
