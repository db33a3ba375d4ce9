import type { Hook } from '@hono/zod-openapi';
import type { z } from 'zod';
import type { FieldFault, ProblemCode } from '@continuo/shared/protocol/problem';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { jsonPointer } from '../http/json-pointer.ts';
import { Refusal } from '../http/refusal.ts';

/** A body can hold thousands of faults; nobody reads more. */
const FAULTS_MAX = 50;

/** An id that cannot be one is answered like one that is not there. */
const ID_CODES: Readonly<Record<string, ProblemCode>> = {
  task_id: 'unknown_task',
  batch_id: 'unknown_batch',
  conversation_id: 'unknown_conversation',
};

/** For every route: turns what zod found into a refusal. */
export const answerValidation: Hook<unknown, GatewayEnv, string, unknown> = (result) => {
  if (result.success) return;
  const { issues } = result.error;
  if (result.target === 'param') throw new Refusal(ID_CODES[String(issues[0]?.path[0])] ?? 'not_found');
  if (result.target === 'header') throw new Refusal('invalid_idempotency_key');
  throw new Refusal('validation', undefined, describeIssues(issues));
};

/** What zod found, with JSON pointers. @param place where the checked value stands */
export function describeIssues(issues: readonly z.core.$ZodIssue[], place = ''): FieldFault[] {
  return issues.flatMap((issue) => toFaults(issue, place)).slice(0, FAULTS_MAX);
}

function toFaults(issue: z.core.$ZodIssue, place: string): FieldFault[] {
  const pointer = `${place}${jsonPointer(issue.path)}`;
  if (issue.code !== 'unrecognized_keys') return [{ pointer, detail: issue.message }];
  return issue.keys.map((key) => ({
    pointer: `${pointer}${jsonPointer([key])}`,
    detail: 'there is no such field',
  }));
}
