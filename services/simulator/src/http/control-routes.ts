import { z } from 'zod';
import { describeIssues } from '../plan/plan.ts';
import { plannedSchema } from '../plan/plan-registry.ts';
import { touchRecent } from '../recent.ts';
import { settingsSchema } from '../settings.ts';
import { replyJson, type Exchange } from './exchange.ts';

/** GET /control/ledger?prompt=<substring>&model=<name> */
export function readLedger(exchange: Exchange): void {
  const { searchParams } = exchange.url;
  const filter = {
    prompt: searchParams.get('prompt') ?? undefined,
    model: searchParams.get('model') ?? undefined,
  };
  replyJson(exchange, 200, exchange.state.ledger.report(filter));
}

/** DELETE /control/ledger: calls under way go on, unrecorded. */
export function clearLedger(exchange: Exchange): void {
  exchange.state.ledger.clear();
  replyJson(exchange, 200, {});
}

/** GET /control/settings */
export function readSettings(exchange: Exchange): void {
  replyJson(exchange, 200, exchange.state.settings);
}

/** POST /control/settings: any of them, answered with all of them. */
export function changeSettings(exchange: Exchange): void {
  const parsed = settingsSchema.partial().safeParse(exchange.body);
  if (!parsed.success) return replyInvalid(exchange, describeIssues(parsed.error));
  Object.assign(exchange.state.settings, parsed.data);
  readSettings(exchange);
}

/** GET /control/plans */
export function listPlans(exchange: Exchange): void {
  replyJson(exchange, 200, { plans: exchange.state.plans.list() });
}

/** POST /control/plans `{match: {model?, prompt?, endpoint?}, times?, plan}` */
export function addPlan(exchange: Exchange): void {
  const parsed = plannedSchema.safeParse(exchange.body);
  if (!parsed.success) return replyInvalid(exchange, describeIssues(parsed.error));
  const id = exchange.state.plans.add(parsed.data);
  if (id === undefined) return replyInvalid(exchange, 'too many plans are waiting for their requests');
  replyJson(exchange, 200, { id });
}

/** DELETE /control/plans */
export function clearPlans(exchange: Exchange): void {
  exchange.state.plans.clear();
  replyJson(exchange, 200, {});
}

const RELEASED_MAX = 1_000;
const releaseSchema = z.strictObject({ prompt: z.string() });

/** POST /control/release `{prompt}`: what is held goes on, and later calls are not held, where the prompt has this text. */
export function release(exchange: Exchange): void {
  const parsed = releaseSchema.safeParse(exchange.body);
  if (!parsed.success) return replyInvalid(exchange, describeIssues(parsed.error));
  touchRecent(exchange.state.released, parsed.data.prompt, true, RELEASED_MAX);
  replyJson(exchange, 200, {});
}

/** GET /health */
export function readHealth(exchange: Exchange): void {
  replyJson(exchange, 200, { status: 'ok' });
}

function replyInvalid(exchange: Exchange, message: string): void {
  replyJson(exchange, 400, { error: { message } });
}
