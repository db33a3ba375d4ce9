import { problemSchema } from '@continuo/shared/protocol/http-api';
import { PROBLEMS, type ProblemCode } from '@continuo/shared/protocol/problem';
import type { z } from 'zod';

/** A JSON reply in the OpenAPI document. */
export function jsonReply<Schema extends z.ZodType>(
  description: string,
  schema: Schema,
  example?: z.input<Schema>,
) {
  return {
    description,
    content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
  };
}

/** The problems a route can answer with, by status. */
export function problemReplies(...codes: ProblemCode[]) {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, those]) => [
      status,
      {
        description: those.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join(' '),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
}
