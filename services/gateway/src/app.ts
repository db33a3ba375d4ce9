import { OpenAPIHono } from '@hono/zod-openapi';
import { requestId } from 'hono/request-id';
import { makeProblem } from '@continuo/shared/protocol/problem';
import type { Logger } from '@continuo/shared/runtime/logger';
import type { GatewayEnv } from './http/gateway-env.ts';
import type { GenerateDeps } from './accept/generate-task.ts';
import { answerProblem, makeProblemHandler } from './middleware/answer-problems.ts';
import { answerValidation } from './middleware/answer-validation.ts';
import { logRequests } from './middleware/log-requests.ts';
import { readJsonBody } from './middleware/read-json-body.ts';
import { refuseCrossSite, refuseCrossSiteSocket } from './middleware/refuse-cross-site.ts';
import { refuseForeignHost } from './middleware/refuse-foreign-host.ts';
import { refuseRepeatedQuery } from './middleware/refuse-repeated-query.ts';
import { addBatchRoutes, type BatchRouteDeps } from './routes/batches.ts';
import { addConversationRoutes, type ConversationRouteDeps } from './routes/conversations.ts';
import { addDeadLetterRoutes, type DeadLetterDeps } from './routes/dead-letters.ts';
import { addEventsRoute, type EventsDeps } from './routes/events.ts';
import { addGenerateRoute } from './routes/generate.ts';
import { addHealthRoutes, type HealthDeps } from './routes/health.ts';
import { addModelsRoute, type ModelsDeps } from './routes/models.ts';
import { addDocsRoutes } from './routes/docs.ts';
import { answerOtherMethods } from './routes/other-methods.ts';
import { addSocketRoute } from './routes/socket.ts';
import { addRemoteImage } from './routes/remote-image.ts';
import { addStatsRoute, type StatsRouteDeps } from './routes/stats.ts';
import { addStreamRoute, type StreamRouteDeps } from './routes/stream.ts';
import { addTaskRoutes, type TaskRouteDeps } from './routes/tasks.ts';
import { addWorkflowRoutes, type WorkflowRouteDeps } from './routes/workflows.ts';
import { addWebApp } from './routes/web-app.ts';
import { SECURITY_HEADERS } from './http/security-headers.ts';

export interface AppDeps
  extends
    BatchRouteDeps,
    ConversationRouteDeps,
    DeadLetterDeps,
    EventsDeps,
    GenerateDeps,
    HealthDeps,
    ModelsDeps,
    StatsRouteDeps,
    StreamRouteDeps,
    TaskRouteDeps,
    WorkflowRouteDeps {
  /** Host names that are answered to; undefined: any. */
  trustedHosts: ReadonlySet<string> | undefined;
  /** Folder of the built web app, if one is served. */
  webDist: string | undefined;
  logger: Logger;
}

const REQUEST_ID_CHARS_MAX = 100;

/** The HTTP surface. No I/O of its own: everything it reaches is in `deps`. */
export function createApp(deps: AppDeps): OpenAPIHono<GatewayEnv> {
  const app = new OpenAPIHono<GatewayEnv>({ defaultHook: answerValidation });
  app.onError(makeProblemHandler(deps.logger));
  app.notFound((c) => answerProblem(c, makeProblem('not_found')));

  app.use(requestId({ limitLength: REQUEST_ID_CHARS_MAX }), logRequests(deps.logger));
  app.use(async (c, next) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.header(name, value);
    await next();
  });
  app.use(refuseForeignHost(deps.trustedHosts));
  app.use('/api/*', async (c, next) => {
    c.header('Cache-Control', 'no-store');
    await next();
  });
  app.use('/api/*', refuseCrossSite, refuseRepeatedQuery);
  app.use('/ws/*', refuseCrossSiteSocket, refuseRepeatedQuery);
  app.on(['POST', 'PUT', 'PATCH', 'DELETE'], '/api/*', readJsonBody);

  addHealthRoutes(app, deps);
  addGenerateRoute(app, deps);
  addStreamRoute(app, deps);
  addSocketRoute(app, deps);
  addEventsRoute(app, deps);
  addTaskRoutes(app, deps);
  addWorkflowRoutes(app, deps);
  addBatchRoutes(app, deps);
  addConversationRoutes(app, deps);
  addDeadLetterRoutes(app, deps);
  addModelsRoute(app, deps);
  addStatsRoute(app, deps);
  addDocsRoutes(app);
  addRemoteImage(app);
  answerOtherMethods(app);
  addWebApp(app, deps.webDist, deps.logger);
  return app;
}
