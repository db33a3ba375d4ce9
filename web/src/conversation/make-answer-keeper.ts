import type { TaskSummary } from '@continuo/shared/protocol/http-api';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import { keepCalling, type Services } from '../services.ts';
import { describeLog, emptyLog } from './answer-log.ts';
import { emptyAnswer, type Answer } from './answer.ts';
import type { CreatedTurn } from './create-turn.ts';
import { describeResult } from './describe-result.ts';
import { makeTaskFollower } from './make-task-follower.ts';
import { packLog, unpackLog, type PackedLog } from './pack-log.ts';
import { runBounded } from './run-bounded.ts';

/** Gives the turns of a conversation their answers: from the last visit, from the log, or as results. */
export interface AnswerKeeper {
  /** Puts in what the page showed last, and goes on reading where that ends. */
  restore: (turns: readonly CreatedTurn[]) => void;
  /** Gets what is still missing, now that the tasks are known. */
  load: (turns: readonly CreatedTurn[], tasks: readonly TaskSummary[]) => Promise<void>;
  follow: (turn: CreatedTurn, taskId: string) => void;
  stop: () => void;
}

/** An answer over a reload: the log while it is being made, only its outcome afterwards. */
type SavedAnswer = { kind: 'log'; log: PackedLog } | { kind: 'answer'; answer: Answer };

const RESULTS_AT_ONCE_MAX = 3;

export function makeAnswerKeeper(services: Services): AnswerKeeper {
  const { client, conversations, lastSeen } = services;
  const life = new AbortController();
  const follower = makeTaskFollower(services);

  const save = (taskId: string, record: SavedAnswer): void => lastSeen.save(`task:${taskId}`, record);

  const follow = (turn: CreatedTurn, taskId: string, log = emptyLog()): void =>
    follower.follow(taskId, log, {
      onAnswer: turn.setAnswer,
      onSave: (current) => save(taskId, { kind: 'log', log: packLog(current) }),
      onSettled: (answer) => {
        turn.setAnswer(answer);
        save(taskId, { kind: 'answer', answer });
        conversations.refresh();
      },
    });

  const fetchResult = async (turn: CreatedTurn, task: TaskSummary): Promise<void> => {
    const { signal } = life;
    const outcome = await keepCalling(services, () => client.api.result(task.task_id), { signal });
    if (!outcome) return;
    const answer: Answer = {
      ...emptyAnswer(task.provider, task.model, task.created_at),
      status: task.status,
      attempt: task.attempt,
      finishedAt: task.finished_at ?? undefined,
      ...(outcome.ok ? describeResult(outcome.value) : {}),
    };
    turn.setAnswer(answer);
    if (outcome.ok) save(task.task_id, { kind: 'answer', answer });
  };

  return {
    restore: (turns) => {
      for (const turn of turns) {
        const taskId = turn.taskId();
        if (taskId === undefined) continue;
        const record = lastSeen.load(`task:${taskId}`) as SavedAnswer | undefined;
        if (record?.kind === 'answer') turn.setAnswer(record.answer);
        if (record?.kind !== 'log') continue;
        const log = unpackLog(record.log);
        turn.setAnswer(describeLog(log));
        follow(turn, taskId, log);
      }
    },
    load: async (turns, tasks) => {
      const byId = new Map<string | undefined, TaskSummary>(tasks.map((task) => [task.task_id, task]));
      const missing = turns.toReversed().flatMap((turn) => {
        const task = byId.get(turn.taskId());
        return task && !turn.answer() ? [{ turn, task }] : [];
      });
      for (const { turn, task } of missing) if (!isTerminal(task.status)) follow(turn, task.task_id);
      const finished = missing.filter(({ task }) => isTerminal(task.status));
      await runBounded(finished, RESULTS_AT_ONCE_MAX, ({ turn, task }) => fetchResult(turn, task));
    },
    follow: (turn, taskId) => follow(turn, taskId),
    stop: () => {
      life.abort();
      follower.stop();
    },
  };
}
