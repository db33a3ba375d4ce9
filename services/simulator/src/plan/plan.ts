import { z } from 'zod';
import { parseFault } from './fault.ts';

const DAY_MS = 24 * 3600 * 1000;
const ANSWER_TOKENS_MAX = 200_000;

const count = (max: number, min = 0) => z.coerce.number().int().min(min).max(max).optional();
const flag = z.union([z.boolean(), z.stringbool()]).optional();

/** How one request is answered. Every key may be left out; what is left out comes from the settings. */
export const planSchema = z.strictObject({
  /** Tokens a second; 0 is as fast as the reader takes them. */
  tps: z.coerce.number().min(0).max(1_000_000).optional(),
  /** The whole answer's length; without it the prompt decides. */
  tokens: count(ANSWER_TOKENS_MAX),
  /** Instead of the request's own seed. */
  seed: z.coerce.number().int().optional(),
  /** Wait before the response's headers. */
  headers_ms: count(DAY_MS),
  /** Wait between the headers and the first token. */
  first_ms: count(DAY_MS),
  /** After so many tokens of its own the call waits until `POST /control/release` names its prompt. */
  hold: count(ANSWER_TOKENS_MAX),
  /** A ping (messages) or comment (the others) this often. */
  ping_ms: count(DAY_MS, 1),
  /** Every write to the socket carries at most so many bytes: cuts events and UTF-8 sequences. */
  split: count(65_536, 1),
  /** Instead of the right one. */
  content_type: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+$/)
    .optional(),
  /** What a partial assistant message at the end means to this model, whatever its name says. */
  prefill: z.enum(['continues', 'finished', 'refused']).optional(),
  /** A continuation repeats so many characters before the seam. */
  overlap: count(10_000),
  /** A continuation starts with a sentence of its own. */
  preamble: flag,
  /** A continuation starts again from the beginning. */
  restart: flag,
  /** Seconds, in the `retry-after` header of a failed request. */
  retry_after: count(86_400),
  retry_after_ms: count(DAY_MS),
  fault: z
    .string()
    .transform((text, context) => {
      const fault = parseFault(text);
      if (!fault) context.addIssue({ code: 'custom', message: `no such fault: ${text}` });
      return fault ?? z.NEVER;
    })
    .optional(),
});

export type Plan = z.output<typeof planSchema>;

/** One sentence that lists every fault of a value that did not fit its schema. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .map((issue) => (issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message))
    .join('; ');
}
