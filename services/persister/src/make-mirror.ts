import { setTimeout as sleep } from 'node:timers/promises';
import type { Postgres } from '@continuo/shared/postgres/connection';
import { readProgress } from '@continuo/shared/postgres/read-task';
import { partitionOf } from '@continuo/shared/protocol/task-id';
import type { Redis } from '@continuo/shared/redis/connection';
import { forgetConversation } from '@continuo/shared/redis/conversation-head';
import { forgetTask } from '@continuo/shared/redis/forget-task';
import { forgetRequest } from '@continuo/shared/redis/pending-requests';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { readLogHead, readTaskStream } from '@continuo/shared/redis/task-stream';
import { TaskTail } from '@continuo/shared/redis/task-tail';
import { makeTransitions, type Transitions } from '@continuo/shared/redis/transitions';
import { limitConcurrency } from '@continuo/shared/runtime/limit-concurrency';
import type { Logger } from '@continuo/shared/runtime/logger';
import type { Config } from './config.ts';
import { makeFlushBuffer } from './flush-buffer.ts';
import { confirm, runFlushLoop, type FlushLoopOptions } from './flush-loop.ts';
import { makeFollowedTasks, type Follow, type FollowedTasks } from './followed-tasks.ts';
import { isSameEntry } from './is-same-entry.ts';
import { logFailures, logTrouble } from './mirror-log.ts';
import { mirrorTask, type MirroredTask, type MirrorOptions } from './mirror-task.ts';
import { tryUntilDone } from './try-until-done.ts';
import { writeParts } from './write-parts.ts';

/** Copies the logs of tasks from Redis to Postgres. */
export interface Mirror {
  tasks: FollowedTasks;
  /** Flushes what was collected, if Postgres takes it in time; ends everything. */
  drain(): Promise<void>;
}

export interface MirrorConnections {
  redis: Redis;
  /** Of the subscriber role; closed by the mirror. */
  subscriber: Redis;
  postgres: Postgres;
}

/** Pages read at a time; with the buffer's bound, what a long backlog takes in memory. */
const PAGES_AT_ONCE = 32;
/** Tasks at a time that ask Postgres how far it is; apart from the pages, which must go on while it is away. */
const STARTS_AT_ONCE = 8;
const LAST_FLUSH_MS = 2_000;

export function makeMirror(connections: MirrorConnections, config: Config, logger: Logger): Mirror {
  const { redis, subscriber, postgres } = connections;
  const giveUp = new AbortController();
  const buffer = makeFlushBuffer<MirroredTask>(config);
  const limitPages = limitConcurrency(PAGES_AT_ONCE);
  const limitStarts = limitConcurrency(STARTS_AT_ONCE);
  const transitions = makeTransitions(redis);
  const persisted = makePersisted(transitions, config, giveUp.signal, logger);
  const onReadFailure = logFailures(logger, 'a store could not be read');

  const tail = new TaskTail({
    subscriber,
    readLog: (taskId, afterSeq) =>
      limitPages(async () => {
        await buffer.hasRoom();
        return await readTaskStream(redis, taskId, afterSeq);
      }),
    readHead: (taskId) => readLogHead(redis, taskId),
    onError: (error) => onReadFailure(error, 1),
  });
  const flushing = runFlushLoop({
    buffer,
    write: (parts) =>
      tryUntilDone(() => writeParts(postgres, parts), giveUp.signal, logFailures(logger, 'not committed')),
    persisted,
    onCommitted: (committed) => logger.debug(committed, 'committed'),
  });
  const follow = makeFollow(redis, logger, {
    readRecord: (taskId, signal) => tryUntilDone(() => readTaskRecord(redis, taskId), signal, onReadFailure),
    readProgress: (taskId, signal) =>
      limitStarts(() => tryUntilDone(() => readProgress(postgres, taskId), signal, onReadFailure)),
    isSameEntry: (taskId, seq, signal) =>
      limitStarts(() => tryUntilDone(() => isSameEntry(redis, postgres, taskId, seq), signal, onReadFailure)),
    follow: (...args) => tail.follow(...args),
    collect: (task, entries) => buffer.collect(task, entries),
    drop: (task) => buffer.drop(task),
    confirmWhole: (task, seq) => confirm(persisted, task, seq, true),
    forget: (task, signal) =>
      tryUntilDone(
        async () => {
          await forgetTask({ redis, transitions }, task);
          // It was begun after the deletion had passed, and named itself the newest turn.
          await forgetConversation(redis, task.owner, task.conversationId);
        },
        signal,
        logFailures(logger, 'a deleted task could not be removed'),
      ),
    onTrouble: logTrouble(logger),
  });
  const tasks = makeFollowedTasks(follow, config.tasksMax, logger);
  return {
    tasks,
    drain: async () => {
      tasks.stopAll();
      buffer.close();
      await Promise.race([flushing, sleep(LAST_FLUSH_MS, undefined, { ref: false })]);
      giveUp.abort();
      tail.close();
    },
  };
}

function makePersisted(
  transitions: Transitions,
  { streamRetentionMs, recordRetentionMs }: Config,
  giveUp: AbortSignal,
  logger: Logger,
): FlushLoopOptions['persisted'] {
  const onFailure = logFailures(logger, 'Redis was not told of a commit');
  return (task, seq) =>
    tryUntilDone(
      () => transitions.persisted(task, { seq, streamRetentionMs, recordRetentionMs }),
      giveUp,
      onFailure,
    );
}

function makeFollow(redis: Redis, logger: Logger, options: MirrorOptions): Follow {
  return async ({ taskId, entryId }, mayBeKnown, stop, setActive) => {
    const end = await mirrorTask(options, taskId, mayBeKnown ? 'known' : 'new', stop, setActive);
    if (end !== 'unknown') return;
    logger.warn({ taskId }, 'Redis does not know the task; its request is removed');
    await tryUntilDone(
      () => forgetRequest(redis, partitionOf(taskId), entryId),
      stop,
      logFailures(logger, 'a request could not be removed'),
    );
  };
}
