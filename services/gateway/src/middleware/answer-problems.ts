import { HTTPException } from 'hono/http-exception';
import { makeProblem, type Problem } from '@continuo/shared/protocol/problem';
import type { Logger } from '@continuo/shared/runtime/logger';
import type { GatewayContext } from '../http/gateway-env.ts';
import { isRedisFull, isRedisOutage } from '../stores/redis-outage.ts';
import { Refusal } from '../http/refusal.ts';

/** When a 503 may be tried again. */
const RETRY_AFTER_S = '1';

/** The one place where what went wrong becomes a reply: RFC 9457, never with internals. */
export function makeProblemHandler(logger: Logger) {
  return (error: Error, c: GatewayContext): Response => answerProblem(c, judgeError(error, c, logger));
}

export function answerProblem(c: GatewayContext, problem: Problem): Response {
  const body = { ...problem, request_id: c.get('requestId') };
  return c.body(JSON.stringify(body), problem.status as 500, {
    'Content-Type': 'application/problem+json',
    'Cache-Control': 'no-store',
    ...(problem.status === 503 ? { 'Retry-After': RETRY_AFTER_S } : {}),
  });
}

function judgeError(error: Error, c: GatewayContext, logger: Logger): Problem {
  if (error instanceof Refusal) return error.problem;
  if (error instanceof HTTPException && error.status === 400) return makeProblem('invalid_json');
  const fields = { err: error, request_id: c.get('requestId') };
  if (isRedisFull(error)) {
    logger.warn(fields, 'Redis is full');
    return makeProblem('no_room', 'Redis is out of memory.');
  }
  if (isRedisOutage(error)) {
    logger.warn(fields, 'Redis is not reachable');
    return makeProblem('unavailable', 'Redis is not reachable.');
  }
  logger.error(fields, 'defect');
  return makeProblem('internal');
}
