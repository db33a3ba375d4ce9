import { randomBytes } from 'node:crypto';
import type { WireFormat } from '@continuo/shared/protocol/models';
import type { Plan } from '../plan/plan.ts';

export interface Message {
  role: string;
  text: string;
  /** DeepSeek's and Mistral's `prefix`, Kimi's `partial`: the model is to go on behind this message. */
  isPrefix: boolean;
}

/** One request for an answer, the same in all wire formats. */
export interface AnswerCall {
  wire: WireFormat;
  /** As asked for, settings included. */
  requestedModel: string;
  messages: readonly Message[];
  stream: boolean;
  maxTokens: number | undefined;
  seed: number;
  /** Chat completions: a last chunk with the usage. */
  includeUsage: boolean;
  /** Responses: deltas padded against traffic analysis. */
  includeObfuscation: boolean;
  /** Messages: the request marks a prefix to be cached; the others cache by themselves. */
  marksCache: boolean;
  /** Messages: extended thinking is on. */
  isThinking: boolean;
  /** Everything else the request said. */
  params: Readonly<Record<string, unknown>>;
}

/** What one call is to generate, unless it is stopped. */
export interface Output {
  /** The question this answers. */
  prompt: string;
  /** From the beginning, behind a partial assistant message, or asked by the user to go on. */
  start: 'fresh' | 'prefill' | 'continuation';
  /** The tokens of this call alone. */
  tokens: readonly string[];
  /** How many of them, at the start, are no part of the answer. */
  preambleTokens: number;
  /** Where in the whole answer this call starts: the token, and the character in UTF-16 units. */
  firstToken: number;
  firstChar: number;
  /** The whole answer's length, and the model whose answer it is (another one's, after a failover). */
  answerTokens: number;
  answerModel: string;
  end: 'completed' | 'length' | 'refusal' | 'failed';
}

/** How a generation ended. The last three are ends that somebody else brought about. */
export type End = 'completed' | 'length' | 'refusal' | 'failed' | 'client_closed' | 'cancelled' | 'fault';

/** One HTTP connection that carried this call's answer, or a part of it. */
export interface Delivery {
  kind: 'create' | 'retrieve' | 'poll';
  startingAfter: number | undefined;
  openedAtMs: number;
  closedAtMs: number | undefined;
  /** Tokens whose bytes the kernel has taken. */
  tokens: number;
  end: 'completed' | 'client_closed' | 'fault' | undefined;
}

/** What changes while a call goes on. */
export interface Progress {
  /** Tokens generated so far: the first so many of `output.tokens`. */
  generated: number;
  end: End | undefined;
  endedAtMs: number | undefined;
  readonly deliveries: Delivery[];
}

/** One provider call: what was asked, what is to be generated for it, and how far that is. */
export interface Call {
  readonly id: string;
  readonly request: AnswerCall;
  /** The client's own name for it (`X-Client-Request-Id`). */
  readonly clientRequestId: string | undefined;
  readonly model: string;
  readonly plan: Plan;
  readonly output: Output;
  readonly usage: { inputTokens: number; cachedTokens: number };
  readonly isBackground: boolean;
  readonly startedAtMs: number;
  /** Nobody has released its prompt yet: it waits where its plan says. */
  readonly isHeld: () => boolean;
  readonly progress: Progress;
}

const ID_PREFIX: Record<WireFormat, string> = {
  'chat-completions': 'chatcmpl-',
  responses: 'resp_',
  messages: 'msg_',
};

export function newId(wire: WireFormat): string {
  return ID_PREFIX[wire] + randomBytes(16).toString('hex');
}

const DELIVERIES_MAX = 500;

/** Notes a connection for the call; the oldest closed one makes room. */
export function addDelivery(
  { deliveries }: Progress,
  kind: Delivery['kind'],
  startingAfter?: number,
): Delivery {
  const delivery: Delivery = {
    kind,
    startingAfter,
    openedAtMs: Date.now(),
    closedAtMs: undefined,
    tokens: 0,
    end: undefined,
  };
  if (deliveries.length >= DELIVERIES_MAX) {
    const oldest = deliveries.findIndex(({ closedAtMs }) => closedAtMs !== undefined);
    deliveries.splice(Math.max(oldest, 0), 1);
  }
  deliveries.push(delivery);
  return delivery;
}
