import { z } from 'zod';
import type { BatchReply } from './batch-api.ts';
import { batchIdSchema, taskIdSchema } from './http-api.ts';
import type { LiveParts } from './stats-api.ts';

/** The events of `GET /api/events`, for the gateway, its OpenAPI document and clients (docs/PROTOCOL.md, "Events"). */

/** What became of a task: kept, and replayed behind a cursor. */
const TASK_EVENT_TYPES = [
  'task_created',
  'task_started',
  'task_retrying',
  'task_cancel_requested',
  'task_finished',
] as const;
/** How things stand: sent while somebody listens, never replayed. */
const FIGURE_TYPES = ['stats', 'batch_progress'] as const;
const EVENT_TYPES = [...TASK_EVENT_TYPES, ...FIGURE_TYPES] as const;

/** What a reader can choose from; `reset` it gets in any case. */
export type EventType = (typeof EVENT_TYPES)[number];

export const eventsQuerySchema = z.strictObject({
  after: z.string().optional().meta({ description: 'A cursor of this stream.' }),
  types: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(EVENT_TYPES)))
    .optional()
    .meta({ description: 'Only these, parted by commas.', example: 'task_created,task_finished' }),
  task_id: taskIdSchema.optional(),
  batch_id: batchIdSchema.optional(),
});

/** What every event of a task says. */
interface AboutTask {
  task_id: string;
  /** Unix ms. */
  at: number;
  conversation_id: string;
  /** As asked for; in `task_started` those that are asked now. */
  provider: string;
  model: string;
  batch_id?: string;
  batch_line?: number;
}

/** The data of each event, by its name; what a task's event says of its own is as in the entry it tells of. */
export interface EventBodies {
  task_created: AboutTask & { status: 'queued' };
  /** `cached`: it copies a running task, and has neither attempt nor worker. */
  task_started: AboutTask & { status: 'running'; attempt?: number; worker?: string; cached?: true };
  /** By a retry after `delay_ms`, or at another provider. */
  task_retrying: AboutTask & {
    status: 'running';
    attempt: number;
    code: string;
    delay_ms?: number;
    to_provider?: string;
    to_model?: string;
  };
  task_cancel_requested: AboutTask;
  /** `cached`: the cache answered at once. */
  task_finished: AboutTask & {
    status: 'completed' | 'failed' | 'cancelled';
    finish_reason?: string;
    code?: string;
    cached?: true;
  };
  stats: { at: number } & LiveParts;
  batch_progress: BatchReply;
}

export type EventDataOf<Type extends EventType> = {
  [Each in Type]: { type: Each } & EventBodies[Each];
}[Type];
export type EventData = EventDataOf<EventType>;
