import { randomUUIDv7 } from 'node:crypto';
import type { BatchDefaults } from '@continuo/shared/protocol/batch-api';
import { BATCH_CONCURRENCY_DEFAULT, OPEN_BATCHES_MAX } from '@continuo/shared/protocol/limits';
import { makeBatchId, type BatchId } from '@continuo/shared/protocol/task-id';
import type { Postgres } from '@continuo/shared/postgres/connection';
import {
  acceptBatch,
  addLines,
  beginUpload,
  dropUpload,
  readBatchOfKey,
} from '@continuo/shared/postgres/upload-batch';
import type { Logger } from '@continuo/shared/runtime/logger';
import type { Offer } from '../config.ts';
import { Refusal } from '../http/refusal.ts';
import { orUnavailable } from '../stores/or-unavailable.ts';
import { collectLines } from './collect-lines.ts';
import type { LineInput } from './read-upload.ts';

export interface CreateBatchDeps {
  owner: string;
  offer: Offer;
  postgres: Postgres;
  logger: Logger;
}

export interface BatchSettings {
  name?: string | undefined;
  concurrency?: number | undefined;
  defaults: BatchDefaults;
}

/**
 * Accepts a batch when all its lines are kept, or nothing of it. Only Postgres is needed for that. With an
 * idempotency key, the same input again gives the batch that it gave before.
 */
export async function createBatch(
  deps: CreateBatchDeps,
  settings: BatchSettings,
  inputs: Iterable<LineInput> | AsyncIterable<LineInput>,
  idempotencyKey: string | undefined,
): Promise<BatchId> {
  const { owner, postgres, offer } = deps;
  const { concurrency = BATCH_CONCURRENCY_DEFAULT, defaults, name } = settings;
  const id = makeBatchId(randomUUIDv7());
  const batch = { id, owner, concurrency, createdAt: Date.now() };
  if (!(await orUnavailable(beginUpload(postgres, batch, OPEN_BATCHES_MAX)))) {
    throw new Refusal('overloaded', `${OPEN_BATCHES_MAX} batches have not ended.`);
  }
  let isAccepted = false;
  try {
    const write: Parameters<typeof collectLines>[2] = (lines) => orUnavailable(addLines(postgres, id, lines));
    const { total, title, sha256 } = await collectLines(inputs, { defaults, offer }, write);
    const verdict = await orUnavailable(
      acceptBatch(postgres, id, {
        name: name ?? title,
        total,
        acceptedAt: Date.now(),
        inputSha256: sha256,
        idempotencyKey,
      }),
    );
    isAccepted = verdict === 'accepted';
    if (verdict === 'key_taken') return await findEarlier(deps, idempotencyKey ?? '', sha256);
    if (verdict === 'gone') throw new Refusal('unavailable', 'The upload took too long.');
    return id;
  } finally {
    if (!isAccepted) await forget(deps, id);
  }
}

/** The settings do not count: what was asked is told by the lines. */
async function findEarlier(
  { postgres, owner }: CreateBatchDeps,
  key: string,
  sha256: string,
): Promise<BatchId> {
  const earlier = await orUnavailable(readBatchOfKey(postgres, owner, key));
  if (!earlier) throw new Refusal('unavailable', 'The batch of this key was deleted at this moment.');
  if (earlier.inputSha256 !== sha256) throw new Refusal('idempotency_conflict');
  return earlier.id;
}

/** What cannot be removed now is swept away later. */
async function forget({ postgres, logger }: CreateBatchDeps, id: BatchId): Promise<void> {
  try {
    await dropUpload(postgres, id);
  } catch (error) {
    logger.warn({ err: error, batch_id: id }, 'what an upload left behind stays for the sweep');
  }
}
