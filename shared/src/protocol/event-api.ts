import { z } from 'zod';
import { batchIdSchema, taskIdSchema } from './http-api.ts';

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
