/**
 * Faults, one per request, written `<kind>[:<after tokens>[:<detail>]]`; the tokens counted are this
 * request's own. In `error:40:overloaded_error` the fault comes when 40 tokens were sent.
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
export const CONNECTION_FAULTS = [
  'reset',
  'fin',
  'eof',
  'half',
  'stall',
  'error',
  'json',
  'garbage',
  'huge',
  'duplicate',
  'swap',
] as const;
export const MODEL_FAULTS = ['freeze', 'failed', 'refusal', 'nul', 'halves'] as const;
export const INSTEAD_FAULTS = ['quota', 'context', 'drop', 'hang', 'html'] as const;

interface TokenFault<Kind> {
  kind: Kind;
  /** How many tokens come before it. */
  at: number;
  detail: string | undefined;
}
export type ConnectionFault = TokenFault<(typeof CONNECTION_FAULTS)[number]>;
export type ModelFault = TokenFault<(typeof MODEL_FAULTS)[number]>;
export type InsteadFault =
  | { kind: 'status'; status: number; detail: string | undefined }
  | { kind: (typeof INSTEAD_FAULTS)[number]; detail: string | undefined };
export type Fault = ConnectionFault | ModelFault | InsteadFault;

/** @returns undefined for text that names no fault */
export function parseFault(text: string): Fault | undefined {
  const [kind = '', second, third, ...more] = text.split(':');
  if (more.length > 0) return undefined;
  if (/^[45]\d\d$/.test(kind))
    return third === undefined ? { kind: 'status', status: Number(kind), detail: second } : undefined;
  const instead = INSTEAD_FAULTS.find((name) => name === kind);
  if (instead) return third === undefined ? { kind: instead, detail: second } : undefined;
  const atToken = [...CONNECTION_FAULTS, ...MODEL_FAULTS].find((name) => name === kind);
  if (!atToken || !/^\d{1,7}$/.test(second ?? '')) return undefined;
  return { kind: atToken, at: Number(second), detail: third };
}

export function isConnectionFault(fault: Fault | undefined): fault is ConnectionFault {
  return CONNECTION_FAULTS.some((kind) => kind === fault?.kind);
}

const ENDING_FAULTS = ['reset', 'fin', 'eof', 'half', 'stall', 'error'] as const;
export type EndingFault = TokenFault<(typeof ENDING_FAULTS)[number]>;

/** The fault, if nothing more of the answer comes over the connection after it. */
export function endingFault(fault: Fault | undefined): EndingFault | undefined {
  return isConnectionFault(fault) && isEnding(fault) ? fault : undefined;
}

function isEnding(fault: ConnectionFault): fault is EndingFault {
  return ENDING_FAULTS.some((kind) => kind === fault.kind);
}

export function isModelFault(fault: Fault | undefined): fault is ModelFault {
  return MODEL_FAULTS.some((kind) => kind === fault?.kind);
}

export function isInsteadFault(fault: Fault | undefined): fault is InsteadFault {
  return fault !== undefined && !isConnectionFault(fault) && !isModelFault(fault);
}
