/**
 * Faults, one per request, written `<kind>[:<after tokens>[:<detail>]]`; the tokens counted are this
 * request's own (a run's, where its stream is retrieved). In `error:40:overloaded_error` the fault comes when 40
 * tokens were sent.
 *
 * Instead of an answer:
 *   429, 429:slow_down      that HTTP status, with the vendor's own error body (and code, where given)
 *   quota                   the account has no money left (OpenAI 429 insufficient_quota, Anthropic 402)
 *   context                 the prompt is longer than the model takes (400)
 *   drop                    the connection is reset before any header
 *   hang                    nothing is ever answered
 *   html, html:502          an HTML page (status 200 unless given)
 *
 * On the connection, while the answer streams (a background run itself goes on unharmed):
 *   reset:N                 RST
 *   fin:N                   FIN in the middle of the chunked body
 *   eof:N                   a clean end without any terminal marker
 *   half:N                  half of the next event, then a clean end
 *   stall:N                 silence; the connection stays open
 *   error:N[:code]          the vendor's error event, then the end
 *   json:N                  an event whose data is half a JSON text, then the answer goes on
 *   garbage:N               bytes that are no UTF-8 in an event's data, then the answer goes on
 *   huge:N[:bytes]          a harmless event of so many bytes on one line (default 10 MB)
 *   duplicate:N             the next event twice
 *   swap:N                  the next two events in the wrong order
 *
 * In the model itself (a background run too):
 *   freeze:N                no further token is ever generated
 *   failed:N[:code]         the generation fails (responses: `response.failed`)
 *   refusal:N               the model stops as a content filter or a refusal would
 *   nul:N                   the next token is a NUL and a lone surrogate
 *   halves:N                the two halves of an emoji come in two tokens
 */
const INSTEAD_KINDS = ['quota', 'context', 'drop', 'hang', 'html'] as const;
const ENDING_KINDS = ['reset', 'fin', 'eof', 'half', 'stall', 'error'] as const;
const PASSING_KINDS = ['json', 'garbage', 'huge', 'duplicate', 'swap'] as const;
const MODEL_KINDS = ['freeze', 'failed', 'refusal', 'nul', 'halves'] as const;

interface TokenFault<Where, Kinds extends readonly string[]> {
  where: Where;
  kind: Kinds[number];
  /** How many tokens come before it. */
  at: number;
  detail: string | undefined;
}

export type InsteadFault =
  | { where: 'instead'; kind: 'status'; status: number; detail: string | undefined }
  | { where: 'instead'; kind: (typeof INSTEAD_KINDS)[number]; detail: string | undefined };
/** Nothing more of the answer comes over the connection. */
export type EndingFault = TokenFault<'ending', typeof ENDING_KINDS>;
/** The answer goes on over the same connection. */
export type PassingFault = TokenFault<'passing', typeof PASSING_KINDS>;
export type ModelFault = TokenFault<'model', typeof MODEL_KINDS>;
export type Fault = InsteadFault | EndingFault | PassingFault | ModelFault;

/** @returns undefined for text that names no fault */
export function parseFault(text: string): Fault | undefined {
  const [, kind = '', second, third] = /^(\w+)(?::(\w+))?(?::(\w+))?$/.exec(text) ?? [];
  return third === undefined
    ? (parseInstead(kind, second) ?? parseAtToken(kind, second))
    : parseAtToken(kind, second, third);
}

function parseInstead(name: string, detail: string | undefined): InsteadFault | undefined {
  if (isErrorStatus(name)) return { where: 'instead', kind: 'status', status: Number(name), detail };
  const kind = INSTEAD_KINDS.find((each) => each === name);
  if (!kind || (kind === 'html' && detail !== undefined && detail !== '200' && !isErrorStatus(detail)))
    return undefined;
  return { where: 'instead', kind, detail };
}

function parseAtToken(name: string, count = '', detail?: string): Fault | undefined {
  if (!/^\d{1,7}$/.test(count)) return undefined;
  const at = Number(count);
  const ending = ENDING_KINDS.find((each) => each === name);
  if (ending) return { where: 'ending', kind: ending, at, detail };
  const passing = PASSING_KINDS.find((each) => each === name);
  if (passing) return { where: 'passing', kind: passing, at, detail };
  const model = MODEL_KINDS.find((each) => each === name);
  return model && { where: 'model', kind: model, at, detail };
}

function isErrorStatus(text: string): boolean {
  return /^[45]\d\d$/.test(text);
}
