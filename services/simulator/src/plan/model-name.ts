import { answerFor, type Answer } from '../answer/answer.ts';
import { describeIssues, planSchema, type Plan } from './plan.ts';
import { z } from 'zod';

/**
 * Settings in a model's name: `<model>@<key>=<value>,<key>=<value>...`, for example
 *
 *   sim-writer@tps=200,tokens=400,fault=reset:40
 *   sim-claude@fault=529,retry_after=2,times=1
 *   claude-sonnet-4-5@first_ms=5000,split=1
 *
 * The keys are those of a plan (plan.ts), the faults those of fault.ts, and `times=N`: the fault comes to the
 * first N requests with the same model name and prompt only. A key without a value means `true`. The answer's
 * text depends on the bare name before the `@`, on `seed` and on `tokens`, on nothing else here.
 */
const suffixSchema = planSchema.extend({ times: z.coerce.number().int().min(1).optional() });

export interface ModelName {
  /** The name without the settings. */
  model: string;
  plan: Plan;
  times: number | undefined;
}

const NAME_CHARS_MAX = 300;

/** @returns a sentence, where the name cannot be understood */
export function parseModelName(requested: string): ModelName | string {
  const [model = '', suffix, ...more] = requested.split('@');
  if (model === '' || requested.length > NAME_CHARS_MAX || more.length > 0) return `invalid model name`;
  const pairs = (suffix ?? '').split(',').filter((pair) => pair !== '');
  const parsed = suffixSchema.safeParse(
    Object.fromEntries(
      pairs.map((pair) => {
        const [key = '', value = 'true'] = pair.split('=');
        return [key, value];
      }),
    ),
  );
  if (!parsed.success)
    return `invalid settings behind "@" in the model name: ${describeIssues(parsed.error)}`;
  const { times, ...plan } = parsed.data;
  return { model, plan, times };
}

/** The whole answer the simulator gives to this model name, settings included. For tests. */
export function expectedAnswer(requestedModel: string, prompt: string, seed = 0): Answer {
  const name = parseModelName(requestedModel);
  if (typeof name === 'string') throw new Error(name);
  const { tokens } = name.plan;
  return answerFor({
    model: name.model,
    prompt,
    seed: name.plan.seed ?? seed,
    ...(tokens !== undefined && { tokens }),
  });
}
