import { randomUUID } from 'node:crypto';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { makePostgres, type Postgres } from '@continuo/shared/postgres/connection';
import { readTaskRow } from '@continuo/shared/postgres/read-task';
import { addEntry, type TaskPart } from '@continuo/shared/postgres/task-part';
import { emptyProgress } from '@continuo/shared/postgres/task-progress';
import { encodeData, type EntryDraft } from '@continuo/shared/protocol/entry';
import { makeConversationId, makeTaskId } from '@continuo/shared/protocol/task-id';
import { useStores } from '@continuo/tests/support/use-stores';
import { writeParts } from './write-parts.ts';

const stores = useStores();
let postgres: Postgres;

beforeEach(() => {
  postgres = stores.openPostgres();
});

function makePart(owner = 'alice'): TaskPart {
  const id = makeTaskId(0, randomUUID());
  const conversationId = makeConversationId(randomUUID());
  const origin = { id, owner, conversationId, request: '{}', requestHash: 'h', prompt: 'Why?', createdAt: 1 };
  const part: TaskPart = { taskId: id, entries: [], progress: emptyProgress(), origin };
  const accepted: EntryDraft = {
    type: 'accepted',
    provider: 'simulator',
    model: 'sim-writer',
    conversation_id: conversationId,
    request_hash: 'h',
  };
  addEntry(part, { seq: 1, incarnation: 0, type: 'accepted', epoch: 0, at: 1, data: encodeData(accepted) });
  return part;
}

test('parts that Postgres refuses are told apart, and all others are written', async () => {
  const parts = [
    makePart(),
    makePart('a\0b'),
    makePart(),
    makePart(),
    makePart('c\0d'),
    makePart(),
    makePart(),
  ];
  const outcomes = await writeParts(postgres, parts);
  const tags = new Map(outcomes.map((outcome) => [outcome.taskId, outcome.tag]));
  const isRefused = parts.map((part) => tags.get(part.taskId) === 'refused');
  expect(isRefused).toEqual([false, true, false, false, true, false, false]);
  expect(outcomes.find((outcome) => outcome.tag === 'refused')).toMatchObject({
    reason: expect.stringMatching(/^22021 /) as string,
  });
  for (const part of parts) {
    const row = await readTaskRow(postgres, part.taskId);
    expect(row?.seq).toBe(tags.get(part.taskId) === 'written' ? 1 : undefined);
  }
});

test('a server that is away is nobody’s fault: the batch fails as a whole', async () => {
  const nowhere = makePostgres({ url: 'postgres://127.0.0.1:1/x', applicationName: 'x', connectionsMax: 1 });
  onTestFinished(() => nowhere.close());
  await expect(writeParts(nowhere, [makePart(), makePart()])).rejects.toThrow('ECONNREFUSED');
});
