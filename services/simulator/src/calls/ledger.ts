import type { Call, Delivery, Output, Progress } from './call.ts';

/** One row of `GET /control/ledger`: one provider call. Times are unix milliseconds. */
export interface LedgerEntry extends LedgerFacts, LedgerProgress {}

interface LedgerFacts {
  id: string;
  wire: string;
  /** The bare name, and the name as asked for. */
  model: string;
  requested_model: string;
  client_request_id: string | null;
  /** The question; a request to continue has that of the answer it continues. */
  prompt: string;
  messages: readonly { role: string; text: string }[];
  /** The rest of the request's body. */
  params: Readonly<Record<string, unknown>>;
  background: boolean;
  started_at: number;
  start: Output['start'];
  input_tokens: number;
  cached_tokens: number;
  /** The call's first tokens that are no part of the answer. */
  preamble_tokens: number;
  /** Where in the whole answer it starts, as a token's index and as a character's. */
  first_token: number;
  first_char: number;
  /** The whole answer's length, and the model whose answer it is. */
  answer_tokens: number;
  answer_model: string;
}

interface LedgerProgress {
  /** Generated so far, the preamble's included. */
  output_tokens: number;
  /** Handed to the kernel, over all connections. */
  delivered_tokens: number;
  ended_at: number | null;
  end: Progress['end'] | null;
  /** Connections open for this call now. A background run without one and without an end is an orphan. */
  open_connections: number;
  deliveries: {
    kind: Delivery['kind'];
    starting_after: number | null;
    opened_at: number;
    closed_at: number | null;
    tokens: number;
    end: Delivery['end'] | null;
  }[];
}

/** A request that got an error instead of an answer. */
export interface RefusedEntry {
  wire: string;
  requested_model: string;
  prompt: string;
  at: number;
  /** Null where no status was sent at all. */
  status: number | null;
  reason: string;
}

export interface LedgerFilter {
  /** A part of the prompt. */
  prompt?: string | undefined;
  /** With or without settings; without, it finds all that have any. */
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

export interface LedgerBounds {
  callsMax: number;
  refusedMax: number;
  /** Messages are what a row weighs, so they are bounded together. */
  messageCharsMax: number;
}

const BOUNDS: LedgerBounds = { callsMax: 20_000, refusedMax: 5_000, messageCharsMax: 64_000_000 };

export function makeLedger(bounds: LedgerBounds = BOUNDS): Ledger {
  const rows: { facts: LedgerFacts; progress: Progress }[] = [];
  const refused: RefusedEntry[] = [];
  let messageChars = 0;
  let dropped = 0;

  const isOver = () =>
    rows.length > bounds.callsMax || (rows.length > 1 && messageChars > bounds.messageCharsMax);

  return {
    add: (call) => {
      const facts = factsOf(call);
      rows.push({ facts, progress: call.progress });
      messageChars += charsOf(facts);
      while (isOver()) {
        const oldest = rows.shift();
        if (oldest) messageChars -= charsOf(oldest.facts);
        dropped += 1;
      }
    },
    refuse: (entry) => {
      refused.push(entry);
      if (refused.length <= bounds.refusedMax) return;
      refused.shift();
      dropped += 1;
    },
    report: (filter) => ({
      calls: rows
        .filter(({ facts }) => matches(facts, filter))
        .map(({ facts, progress }) => ({ ...facts, ...describeProgress(progress) })),
      refused: refused.filter((entry) => matches(entry, filter)),
      dropped,
    }),
    clear: () => {
      rows.length = 0;
      refused.length = 0;
      messageChars = 0;
      dropped = 0;
    },
  };
}

function matches(
  row: { prompt: string; requested_model: string },
  { prompt = '', model }: LedgerFilter,
): boolean {
  const names = [row.requested_model, row.requested_model.split('@')[0]];
  return row.prompt.includes(prompt) && (model === undefined || names.includes(model));
}

function charsOf({ messages }: LedgerFacts): number {
  return messages.reduce((sum, { text }) => sum + text.length, 0);
}

function factsOf({
  id,
  request,
  clientRequestId,
  model,
  output,
  usage,
  isBackground,
  startedAtMs,
}: Call): LedgerFacts {
  return {
    id,
    wire: request.wire,
    model,
    requested_model: request.requestedModel,
    client_request_id: clientRequestId ?? null,
    prompt: output.prompt,
    messages: request.messages.map(({ role, text }) => ({ role, text })),
    params: request.params,
    background: isBackground,
    started_at: startedAtMs,
    start: output.start,
    input_tokens: usage.inputTokens,
    cached_tokens: usage.cachedTokens,
    preamble_tokens: output.preambleTokens,
    first_token: output.firstToken,
    first_char: output.firstChar,
    answer_tokens: output.answerTokens,
    answer_model: output.answerModel,
  };
}

function describeProgress({ generated, end, endedAtMs, deliveries }: Progress): LedgerProgress {
  return {
    output_tokens: generated,
    delivered_tokens: deliveries.reduce((sum, { tokens }) => sum + tokens, 0),
    ended_at: endedAtMs ?? null,
    end: end ?? null,
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
