import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { touchRecent } from '../recent.ts';
import { planSchema, type Plan } from './plan.ts';
import type { ModelName } from './model-name.ts';

export const ENDPOINTS = ['chat-completions', 'responses', 'messages', 'retrieve', 'cancel'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

/** The body of `POST /control/plans`. Text matches as a substring; `retrieve` and `cancel` only when named. */
export const plannedSchema = z.strictObject({
  match: z.strictObject({
    model: z.string().optional(),
    prompt: z.string().optional(),
    endpoint: z.enum(ENDPOINTS).optional(),
  }),
  /** Counts for the first so many matching requests, then it is gone. */
  times: z.number().int().min(1).default(1),
  plan: planSchema,
});
export type Planned = z.output<typeof plannedSchema>;

export interface Asked {
  endpoint: Endpoint;
  requestedModel: string;
  prompt: string;
}

export interface PlanRegistry {
  /** @returns its id, or undefined when no further plan is kept */
  add: (planned: Planned) => string | undefined;
  clear: () => void;
  list: () => (Planned & { id: string })[];
  /** The plan for one request, used up by it: the oldest that matches, or an empty one. */
  takePlanned: (asked: Asked) => Plan;
  /** The same with the model name's own keys over it. */
  take: (asked: Asked, name: ModelName) => Plan;
}

const PLANS_MAX = 1_000;
const COUNTED_NAMES_MAX = 10_000;

export function makePlanRegistry(): PlanRegistry {
  const plans = new Map<string, Planned>();
  const uses = new Map<string, number>();

  const takePlanned = (asked: Asked): Plan => {
    for (const [id, planned] of plans) {
      if (!matches(planned.match, asked)) continue;
      planned.times -= 1;
      if (planned.times === 0) plans.delete(id);
      return planned.plan;
    }
    return {};
  };

  const takeNamed = (asked: Asked, { plan, times }: ModelName): Plan => {
    if (times === undefined) return plan;
    const key = JSON.stringify([asked.requestedModel, asked.prompt]);
    const used = (uses.get(key) ?? 0) + 1;
    touchRecent(uses, key, used, COUNTED_NAMES_MAX);
    if (used <= times) return plan;
    const { fault: _usedUp, ...rest } = plan;
    return rest;
  };

  return {
    add: (planned) => {
      if (plans.size >= PLANS_MAX) return undefined;
      const id = `plan_${randomUUID()}`;
      plans.set(id, planned);
      return id;
    },
    clear: () => {
      plans.clear();
      uses.clear();
    },
    list: () => [...plans].map(([id, planned]) => ({ id, ...planned })),
    takePlanned,
    take: (asked, name) => ({ ...takePlanned(asked), ...takeNamed(asked, name) }),
  };
}

function matches(match: Planned['match'], asked: Asked): boolean {
  const isGenerating = asked.endpoint !== 'retrieve' && asked.endpoint !== 'cancel';
  return (
    (match.endpoint === undefined ? isGenerating : match.endpoint === asked.endpoint) &&
    asked.requestedModel.includes(match.model ?? '') &&
    asked.prompt.includes(match.prompt ?? '')
  );
}
