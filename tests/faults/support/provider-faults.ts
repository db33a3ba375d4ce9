import type { ProviderName } from '@continuo/shared/protocol/models';
import type { FailureCode } from '@continuo/shared/protocol/failure';
import type { FinishReason } from '@continuo/shared/protocol/entry';

/** The ways in which providers are spoken to, each with a model of the simulator. */
export const WIRES = {
  'chat completions': { provider: 'simulator', model: 'sim-writer' },
  'Responses, background': { provider: 'simulator', model: 'sim-background' },
  'Responses, streamed': { provider: 'openai', model: 'gpt-5.4-mini' },
  Messages: { provider: 'simulator', model: 'sim-claude' },
} as const satisfies Record<string, { provider: ProviderName; model: string }>;

export type Wire = keyof typeof WIRES;
const WIRE_NAMES = Object.keys(WIRES) as Wire[];

/** When a fault comes. */
export type Moment = 'before the first token' | 'in mid-answer';

/** What is to come of an answer that meets the fault. */
export type Effect =
  /** An attempt fails so; the table of failures says what follows. */
  | { tag: 'fails'; codes: readonly FailureCode[] }
  /** It asks for more patience than there is. */
  | { tag: 'gives_up'; codes: readonly FailureCode[] }
  /** The model itself ends the answer. */
  | { tag: 'ends'; finishReasons: readonly FinishReason[]; tokens: number }
  | { tag: 'harmless' }
  /** Nothing on the wire tells: the text is what was sent. */
  | { tag: 'unnoticed' };

export interface ProviderFault {
  /** Row of the fault matrix. */
  row: number;
  name: string;
  moment: Moment;
  /** As settings in a model's name (the simulator's `plan/fault.ts`). */
  settings: string;
  wires: readonly Wire[];
  /** Instead of the wire's own provider: one that cannot be reached. */
  to?: { provider: ProviderName; model: string };
  /** Keeps both sides so busy that an answer beside it may seem to be silent. */
  isCostly?: true;
  effect: Effect;
}

/** Tokens of each answer, and after how many of them a fault in mid-answer comes. */
export const ANSWER_TOKENS = 60;
const TOKENS_BEFORE = 20;

function fails(...codes: FailureCode[]): Effect {
  return { tag: 'fails', codes };
}

/** In place of an answer. */
function instead(
  row: number,
  name: string,
  fault: string,
  effect: Effect,
  wires = WIRE_NAMES,
): ProviderFault {
  return { row, name, moment: 'before the first token', settings: `fault=${fault}`, wires, effect };
}

/** On the stream, before its first token and behind some. */
function within(row: number, name: string, fault: string, effect: Effect, more = ''): ProviderFault[] {
  const [kind, detail] = fault.split(':');
  return ([0, TOKENS_BEFORE] as const).map((tokens) => ({
    row,
    name,
    moment: tokens === 0 ? 'before the first token' : 'in mid-answer',
    settings: `fault=${[kind, tokens, ...(detail ? [detail] : [])].join(':')}${more}`,
    wires: WIRE_NAMES,
    effect,
  }));
}

function costly(fault: ProviderFault): ProviderFault {
  return { ...fault, isCostly: true };
}

const NUMBERED: readonly Wire[] = ['Responses, background', 'Responses, streamed'];
const UNNUMBERED: readonly Wire[] = ['chat completions', 'Messages'];
const HARMLESS: Effect = { tag: 'harmless' };

/** Faults of the way to a provider, from the beginning to the end (provider-stage.ts). */
export const PATH_FAULTS: readonly ProviderFault[] = [
  {
    ...instead(31, 'connection refused', '', fails('provider_unreachable'), ['Responses, streamed']),
    settings: '',
  },
  {
    ...instead(31, 'unknown host name (DNS)', '', fails('provider_unreachable'), ['Messages']),
    settings: '',
    to: { provider: 'anthropic', model: 'claude-haiku-4-5' },
  },
];

/** Rows 28 to 36: what a provider can be told to do. */
export const PROVIDER_FAULTS: readonly ProviderFault[] = [
  instead(28, 'HTTP 401', '401', fails('provider_auth')),
  instead(28, 'HTTP 403', '403', fails('provider_auth')),
  instead(28, 'HTTP 404', '404', fails('model_not_found')),
  instead(29, 'HTTP 400', '400', fails('provider_rejected')),
  instead(29, 'HTTP 413', '413', fails('context_too_long')),
  instead(29, 'HTTP 422', '422', fails('provider_rejected')),
  instead(29, 'prompt too long', 'context', fails('context_too_long')),
  {
    row: 29,
    name: 'refusal or content filter',
    moment: 'in mid-answer',
    settings: `fault=refusal:${TOKENS_BEFORE}`,
    wires: WIRE_NAMES,
    effect: { tag: 'ends', finishReasons: ['content_filter', 'refusal'], tokens: TOKENS_BEFORE },
  },
  instead(30, 'HTTP 429', '429', fails('provider_rate_limited')),
  instead(30, 'HTTP 429, retry-after 1 s', '429,retry_after=1', fails('provider_rate_limited')),
  instead(30, 'HTTP 429, retry-after 60 s', '429,retry_after=60', {
    tag: 'gives_up',
    codes: ['provider_rate_limited'],
  }),
  instead(30, 'insufficient quota', 'quota', fails('provider_quota')),
  instead(31, 'HTTP 408', '408', fails('provider_error')),
  instead(31, 'HTTP 500', '500', fails('provider_error')),
  instead(31, 'HTTP 502', '502', fails('provider_error')),
  instead(31, 'HTTP 503', '503', fails('provider_overloaded')),
  instead(31, 'HTTP 529', '529', fails('provider_overloaded')),
  instead(31, 'reset before the headers', 'drop', fails('provider_unreachable')),
  ...within(32, 'error event', 'error', fails('provider_error')),
  ...within(32, 'error event: overloaded', 'error:overloaded_error', fails('provider_overloaded')),
  ...within(33, 'TCP reset', 'reset', fails('provider_interrupted')),
  ...within(33, 'connection closed (FIN)', 'fin', fails('provider_interrupted')),
  ...within(33, 'clean end without a terminal marker', 'eof', fails('provider_interrupted')),
  instead(34, 'HTML page, HTTP 200', 'html', fails('provider_interrupted')),
  instead(34, 'HTML page, HTTP 502', 'html:502', fails('provider_error')),
  ...within(34, 'half an event, then the end', 'half', fails('provider_malformed', 'provider_interrupted')),
  ...within(34, 'half a JSON text', 'json', fails('provider_malformed')),
  ...within(34, 'garbage bytes, invalid UTF-8', 'garbage', fails('provider_malformed')),
  ...within(34, 'line of 10 MB', 'huge', fails('provider_malformed')).map(costly),
  ...within(34, 'line of 1 MB', 'huge:1000000', HARMLESS).map(costly),
  {
    row: 34,
    name: 'wrong content type',
    moment: 'before the first token',
    settings: 'content_type=text/plain',
    wires: WIRE_NAMES,
    effect: HARMLESS,
  },
  instead(35, 'silence before the headers', 'hang', fails('provider_stalled')),
  ...within(35, 'silence', 'stall', fails('provider_stalled')),
  ...within(35, 'pings, but no token', 'stall', fails('provider_stalled'), ',ping_ms=50'),
  {
    row: 35,
    name: 'a token every 300 ms',
    moment: 'in mid-answer',
    settings: 'tps=3.3,tokens=12',
    wires: WIRE_NAMES,
    effect: HARMLESS,
  },
  ...within(36, 'duplicate event', 'duplicate', HARMLESS).map((fault) => ({ ...fault, wires: NUMBERED })),
  ...within(36, 'two events in the wrong order', 'swap', fails('provider_interrupted')).map((fault) => ({
    ...fault,
    wires: NUMBERED,
  })),
  ...within(36, 'duplicate event', 'duplicate', { tag: 'unnoticed' }).map((fault) => ({
    ...fault,
    wires: UNNUMBERED,
  })),
  ...within(36, 'two events in the wrong order', 'swap', { tag: 'unnoticed' }).map((fault) => ({
    ...fault,
    wires: UNNUMBERED,
  })),
];
