import type { Call, Delivery } from './call.ts';

/** One row of `GET /control/ledger`. */
export interface LedgerEntry {
  id: string;
  wire: string;
  model: string;
  requested_model: string;
  prompt: string;
  messages: readonly { role: string; text: string }[];
  params: Readonly<Record<string, unknown>>;
  background: boolean;
  started_at: number;
  ended_at: number | null;
  start: 'fresh' | 'prefill' | 'continuation';
  input_tokens: number;
  cached_tokens: number;
  /** Generated so far; they are the tokens of the whole answer from `first_token` on, after the preamble. */
  output_tokens: number;
  preamble_tokens: number;
  first_token: number;
  first_char: number;
  answer_tokens: number;
  answer_model: string;
  /** Handed to the kernel, over all connections. */
  delivered_tokens: number;
  end: string | null;
  /** Connections that are open for this call now. A background run without one and without an end is an orphan. */
  open_connections: number;
  deliveries: {
    kind: Delivery['kind'];
    starting_after: number | null;
    opened_at: number;
    closed_at: number | null;
    tokens: number;
    end: string | null;
  }[];
}

/** A request that got an error instead of an answer. */
export interface RefusedEntry {
  wire: string;
  requested_model: string;
  prompt: string;
  at: number;
  status: number | null;
  reason: string;
}

export interface LedgerFilter {
  prompt?: string | undefined;
  model?: string | undefined;
}

export interface LedgerReport {
  /** Oldest first. */
  calls: LedgerEntry[];
  refused: RefusedEntry[];
  /** Rows that had to make room since the ledger was cleared. */
  dropped: number;
}

export interface Ledger {
  add: (call: Call) => void;
  refuse: (entry: RefusedEntry) => void;
  report: (filter: LedgerFilter) => LedgerReport;
  clear: () => void;
}

/** Messages are the weight of a row, so they are bounded together. */
interface Bounds {
  callsMax: number;
  refusedMax: number;
  messageCharsMax: number;
}

const BOUNDS: Bounds = { callsMax: 20_000, refusedMax: 5_000, messageCharsMax: 64_000_000 };

export function makeLedger(bounds: Bounds = BOUNDS): Ledger {
  const calls: Call[] = [];
  const refused: RefusedEntry[] = [];
  let messageChars = 0;
  let dropped = 0;

  return {
    add: (call) => {
      calls.push(call);
      messageChars += charsOf(call);
      while (calls.length > bounds.callsMax || (messageChars > bounds.messageCharsMax && calls.length > 1)) {
        const oldest = calls.shift();
        if (oldest) messageChars -= charsOf(oldest);
        dropped += 1;
      }
    },
    refuse: (entry) => {
      refused.push(entry);
      if (refused.length <= bounds.refusedMax) return;
      refused.shift();
      dropped += 1;
    },
    report: ({ prompt = '', model }) => ({
      calls: calls
        .filter((call) => call.output.prompt.includes(prompt))
        .filter(
          (call) => model === undefined || call.model === model || call.request.requestedModel === model,
        )
        .map(describeCall),
      refused: refused
        .filter((entry) => entry.prompt.includes(prompt))
        .filter(
          (entry) => model === undefined || entry.requested_model.split('@')[0] === model.split('@')[0],
        ),
      dropped,
    }),
    clear: () => {
      calls.length = 0;
      refused.length = 0;
      messageChars = 0;
      dropped = 0;
    },
  };
}

function charsOf(call: Call): number {
  return call.request.messages.reduce((sum, { text }) => sum + text.length, 0);
}

function describeCall(call: Call): LedgerEntry {
  const { request, output, usage, deliveries } = call;
  return {
    id: call.id,
    wire: request.wire,
    model: call.model,
    requested_model: request.requestedModel,
    prompt: output.prompt,
    messages: request.messages.map(({ role, text }) => ({ role, text })),
    params: request.params,
    background: call.isBackground,
    started_at: call.startedAtMs,
    ended_at: call.endedAtMs ?? null,
    start: output.start,
    input_tokens: usage.inputTokens,
    cached_tokens: usage.cachedTokens,
    output_tokens: call.generated,
    preamble_tokens: output.preambleTokens,
    first_token: output.firstToken,
    first_char: output.firstChar,
    answer_tokens: output.answerTokens,
    answer_model: output.answerModel,
    delivered_tokens: deliveries.reduce((sum, { tokens }) => sum + tokens, 0),
    end: call.end ?? null,
    open_connections: deliveries.filter(({ closedAtMs }) => closedAtMs === undefined).length,
    deliveries: deliveries.map((delivery) => ({
      kind: delivery.kind,
      starting_after: delivery.startingAfter ?? null,
      opened_at: delivery.openedAtMs,
      closed_at: delivery.closedAtMs ?? null,
      tokens: delivery.tokens,
      end: delivery.end ?? null,
    })),
  };
}
