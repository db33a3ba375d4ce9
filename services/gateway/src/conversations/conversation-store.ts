import type { Postgres } from '@continuo/shared/postgres/connection';
import {
  beginDeletion,
  deleteRows,
  endDeletion,
  type ConversationRef,
} from '@continuo/shared/postgres/delete-conversation';
import { findHits, toTsquery } from '@continuo/shared/postgres/find-hits';
import { listConversations, type ConversationPage } from '@continuo/shared/postgres/list-conversations';
import type { ListToken } from '@continuo/shared/postgres/list-token';
import { listBranch, listTurns, readTurns } from '@continuo/shared/postgres/read-turns';
import {
  addConversation,
  changeConversation,
  readConversation,
  type ConversationSettings,
  type StoredConversation,
} from '@continuo/shared/postgres/stored-conversation';
import type { ConversationId, TaskId } from '@continuo/shared/protocol/task-id';
import { orUnavailable } from '../stores/or-unavailable.ts';

/** The conversations in Postgres. When it is away, each throws the refusal `unavailable`. */
export type ConversationStore = ReturnType<typeof makeConversationStore>;

export function makeConversationStore(postgres: Postgres) {
  return {
    toTsquery: (typed: string) => orUnavailable(toTsquery(postgres, typed)),
    list: (page: ConversationPage) => orUnavailable(listConversations(postgres, page)),
    findHits: (owner: string, ids: readonly ConversationId[], tsquery: string) =>
      orUnavailable(findHits(postgres, owner, ids, tsquery)),
    read: (ref: ConversationRef) => orUnavailable(readConversation(postgres, ref)),
    listTurns: (ref: ConversationRef, limit: number, before: ListToken | undefined) =>
      orUnavailable(listTurns(postgres, ref, limit, before)),
    listBranch: (ref: ConversationRef, leaf: TaskId) => orUnavailable(listBranch(postgres, ref, leaf)),
    readTurns: (taskIds: readonly TaskId[]) => orUnavailable(readTurns(postgres, taskIds)),
    change: (ref: ConversationRef, settings: ConversationSettings) =>
      orUnavailable(changeConversation(postgres, ref, settings)),
    add: (ref: ConversationRef, facts: Pick<StoredConversation, 'title' | 'system' | 'createdAt'>) =>
      orUnavailable(addConversation(postgres, ref, facts)),
    beginDeletion: (ref: ConversationRef, isInRedis: boolean) =>
      orUnavailable(beginDeletion(postgres, ref, isInRedis, Date.now())),
    deleteRows: (ref: ConversationRef) => orUnavailable(deleteRows(postgres, ref)),
    endDeletion: (ref: ConversationRef) => orUnavailable(endDeletion(postgres, ref, Date.now())),
  };
}
