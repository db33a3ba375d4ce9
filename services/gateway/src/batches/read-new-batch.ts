import type { BatchDefaults, UploadQuery } from '@continuo/shared/protocol/batch-api';
import { createBatchSchema } from '@continuo/shared/protocol/batch-api';
import { isUpload } from './is-upload.ts';
import { readList, readUpload, type LineInput } from './read-upload.ts';
import type { BatchSettings } from './create-batch.ts';
import type { GatewayContext } from '../http/gateway-env.ts';
import { Refusal } from '../http/refusal.ts';
import { describeIssues } from '../middleware/answer-validation.ts';

/** What a batch is to be made of. */
export interface NewBatch {
  settings: BatchSettings;
  inputs: Iterable<LineInput> | AsyncIterable<LineInput>;
}

/** The settings stand in the query, or in a JSON body; of the two, the body's count. */
export async function readNewBatch(c: GatewayContext, query: UploadQuery): Promise<NewBatch> {
  const { name, concurrency, ...asked } = query;
  if (isUpload(c.req.method, c.req.path, c.req.header('content-type'))) {
    return { settings: { name, concurrency, defaults: asked }, inputs: readUpload(c.env.incoming) };
  }
  if (c.req.header('content-type') === undefined) throw new Refusal('unsupported_media_type');
  const body = createBatchSchema.safeParse(await c.req.json());
  if (!body.success) throw new Refusal('validation', undefined, describeIssues(body.error.issues));
  const defaults: BatchDefaults = { ...asked, ...body.data.defaults };
  return {
    settings: { name: body.data.name ?? name, concurrency: body.data.concurrency ?? concurrency, defaults },
    inputs: readList(body.data.lines),
  };
}
