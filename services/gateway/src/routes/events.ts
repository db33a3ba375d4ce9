import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { eventsQuerySchema } from '@continuo/shared/protocol/event-api';
import type { Logger } from '@continuo/shared/runtime/logger';
import type { EventFeed } from '../events/event-feed.ts';
import type { EventFilter } from '../events/event-filter.ts';
import type { Figures } from '../events/figures.ts';
import { findEventsStart, streamEvents } from '../events/stream-events.ts';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { describeEventStream, openReply, requireEventStream } from '../streams/event-stream-reply.ts';
import type { OpenStreams } from '../streams/open-streams.ts';
import { problemReplies } from './openapi-parts.ts';

export interface EventsDeps {
  owner: string;
  eventFeed: EventFeed;
  figures: Figures;
  streams: OpenStreams;
  logger: Logger;
}

const eventsRoute = createRoute({
  method: 'get',
  path: '/api/events',
  summary: 'Follow what becomes of all tasks',
  description:
    'Server-Sent Events for lists and dashboards: `task_created`, `task_started`, `task_retrying`, ' +
    '`task_cancel_requested` and `task_finished`, each once and, of one task, in order; beside them, while somebody ' +
    'listens, `stats` and `batch_progress`. Without a cursor: from now on. `reset` says that some may be missing: ' +
    'read the lists again. `id:` is the cursor to come back with, as `Last-Event-ID` or `?after=`; the header wins.',
  request: {
    query: eventsQuerySchema,
    headers: z.object({ 'Last-Event-ID': z.string().optional().meta({ description: 'A cursor.' }) }),
  },
  responses: {
    200: { description: 'Events.', content: { 'text/event-stream': { schema: z.string() } } },
    ...problemReplies('invalid_cursor', 'not_acceptable', 'validation', 'unavailable', 'overloaded'),
  },
});

export function addEventsRoute(app: OpenAPIHono<GatewayEnv>, deps: EventsDeps): void {
  app.openapi(eventsRoute, async (c) => {
    requireEventStream(c);
    const { after, types, task_id: taskId, batch_id: batchId } = c.req.valid('query');
    const start = await findEventsStart(deps.eventFeed, c.req.header('last-event-id') || after || undefined);
    if (c.req.method === 'HEAD') return describeEventStream(c);

    const filter: EventFilter = { owner: deps.owner, types: types && new Set(types), taskId, batchId };
    const stream = openReply(c, deps.streams);
    const events = streamEvents(deps.eventFeed, start, filter, stream);
    deps.figures.tell(events, filter, stream.signal);
    events.over.catch((error: unknown) => {
      deps.logger.error({ err: error, request_id: c.get('requestId') }, 'stream of events broke');
      stream.end('internal');
    });
    return RESPONSE_ALREADY_SENT;
  });
}
