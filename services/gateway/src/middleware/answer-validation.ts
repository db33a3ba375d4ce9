import type { Hook } from '@hono/zod-openapi';
import type { z } from 'zod';
import type { FieldFault, ProblemCode } from '@continuo/shared/protocol/problem';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { jsonPointer } from '../http/json-pointer.ts';
import { Refusal } from '../http/refusal.ts';

/** A body can hold thousands of faults; nobody reads more. */
const FAULTS_MAX = 50;

/** What each part of a request answers with when its schema refuses it. */
const CODES: Readonly<Record<string, ProblemCode>> = {
  // An id that cannot be one is answered like one that is not there.
  param: 'unknown_task',
  header: 'invalid_idempotency_key',
};

/** For every route: turns what zod found into a refusal. */
export const answerValidation: Hook<unknown, GatewayEnv, string, unknown> = (result) => {
  if (result.success) return;
  const code = CODES[result.target] ?? 'validation';
  if (code !== 'validation') throw new Refusal(code);
  throw new Refusal(code, undefined, result.error.issues.flatMap(toFaults).slice(0, FAULTS_MAX));
};

function toFaults(issue: z.core.$ZodIssue): FieldFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: jsonPointer([...issue.path, key]),
      detail: 'there is no such field',
    }));
  }
  return [{ pointer: jsonPointer(issue.path), detail: issue.message }];
}
