import type { ListQuery, ListReply } from '@continuo/shared/protocol/http-api';
import type { Rerun } from '@continuo/shared/protocol/workflow-api';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { ConversationId, TaskId } from '@continuo/shared/protocol/task-id';
import type { Postgres } from '@continuo/shared/postgres/connection';
import { listTasks } from '@continuo/shared/postgres/list-tasks';
import { describePostgresError } from '@continuo/shared/postgres/postgres-errors';
import { readReruns } from '@continuo/shared/postgres/read-reruns';
import { readTaskLog } from '@continuo/shared/postgres/read-log';
import { readStats, type StoredStats } from '@continuo/shared/postgres/read-stats';
import { readStoredHead, type StoredHead } from '@continuo/shared/postgres/read-stored-head';
import { readTaskRow } from '@continuo/shared/postgres/read-task';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import type { WindowCut } from '@continuo/shared/protocol/stats-window';
import type { TaskFacts } from '../tasks/find-task.ts';
import { Refusal } from '../http/refusal.ts';
import { orUnavailable } from './or-unavailable.ts';

/** What the gateway reads from Postgres. When Postgres is away, each throws the refusal `unavailable`. */
export interface History {
  readLog: ReadLog;
  readTaskRow: (taskId: TaskId) => Promise<TaskFacts | undefined>;
  readStoredHead: (owner: string, id: ConversationId) => Promise<StoredHead>;
  listTasks: (owner: string, query: ListQuery) => Promise<ListReply>;
  readReruns: (owner: string, taskId: TaskId) => Promise<Rerun[]>;
  readStats: (owner: string, cut: WindowCut) => Promise<StoredStats>;
  /** One sentence on what is wrong; undefined: it answers. */
  findFault: () => Promise<string | undefined>;
}

export function makeHistory(postgres: Postgres): History {
  return {
    readLog: (taskId, afterSeq) => orUnavailable(readTaskLog(postgres, taskId, afterSeq)),
    readReruns: (owner, taskId) => orUnavailable(readReruns(postgres, owner, taskId)),
    readStoredHead: (owner, id) => orUnavailable(readStoredHead(postgres, owner, id)),
    readStats: (owner, cut) => orUnavailable(readStats(postgres, owner, cut)),

    async readTaskRow(taskId) {
      const row = await orUnavailable(readTaskRow(postgres, taskId));
      if (!row) return undefined;
      return { ...row, taskId, persistedSeq: row.seq, request: JSON.parse(row.request) as ChatRequest };
    },

    async listTasks(owner, query) {
      const list = await orUnavailable(listTasks(postgres, owner, query));
      if (list.tag === 'page') return list.reply;
      throw new Refusal('validation', undefined, [
        { pointer: '/before', detail: 'it is not a next_before of this API' },
      ]);
    },

    async findFault() {
      try {
        await postgres.run(({ sql }) => sql`select 1`);
        return undefined;
      } catch (error) {
        return `Postgres does not answer: ${describePostgresError(error).message}`;
      }
    },
  };
}
