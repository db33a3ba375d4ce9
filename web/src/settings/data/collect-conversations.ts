import type { ConversationReply, TurnReply } from '@continuo/shared/protocol/conversation-api';
import type { Outcome } from '../../continuo-client/api/api-fault.ts';
import { keepCalling } from '../../shell/connection/keep-calling.ts';
import type { Services } from '../../services.ts';

export interface Collecting {
  services: Pick<Services, 'client' | 'connection'>;
  signal: AbortSignal;
  /** Conversations that are in the file by now. */
  onProgress: (count: number) => void;
}

const PAGE = 100;
/** How long a call is repeated before the whole is given up: a file with holes would be none. */
const TRYING_MS_MAX = 30_000;

/**
 * Everything that is kept of all conversations, as JSON Lines: in each line a conversation with the turns of all its
 * branches, oldest first, and their whole answers. Parts are handed to the browser as they come, which keeps large
 * ones on disk.
 *
 * @returns undefined when the signal was aborted
 */
export async function collectConversations(collecting: Collecting): Promise<Outcome<Blob> | undefined> {
  const lines: Blob[] = [];
  let before: string | undefined;
  do {
    const page = await ask(collecting, (api) =>
      api.conversations.list({ limit: PAGE, ...(before === undefined ? {} : { before }) }),
    );
    if (!page?.ok) return page;
    for (const { conversation_id } of page.value.conversations) {
      const whole = await readWhole(collecting, conversation_id);
      if (!whole) return undefined;
      // Deleted since the list was read.
      if (!whole.ok && isGone(whole)) continue;
      if (!whole.ok) return whole;
      lines.push(new Blob([JSON.stringify(whole.value), '\n']));
      collecting.onProgress(lines.length);
    }
    before = page.value.next_before ?? undefined;
  } while (before !== undefined);
  return { ok: true, value: new Blob(lines, { type: 'application/jsonl' }) };
}

type WholeConversation = Omit<ConversationReply, 'next_before'>;

async function readWhole(
  collecting: Collecting,
  id: string,
): Promise<Outcome<WholeConversation> | undefined> {
  const turns: TurnReply[] = [];
  let before: string | undefined;
  for (;;) {
    const page = await ask(collecting, (api) =>
      api.conversations.show(id, { limit: PAGE, ...(before === undefined ? {} : { before }) }),
    );
    if (!page?.ok) return page;
    const { next_before, turns: shown, ...facts } = page.value;
    for (const turn of shown) {
      const whole = turn.is_cut ? await readCutAnswer(collecting, turn) : turn;
      if (!whole) return undefined;
      turns.push(whole);
    }
    if (next_before === null) return { ok: true, value: { ...facts, turns: turns.toReversed() } };
    before = next_before;
  }
}

/** With what is known of it, where the whole is not there: it still says that it is cut. */
async function readCutAnswer(collecting: Collecting, turn: TurnReply): Promise<TurnReply | undefined> {
  const result = await ask(collecting, (api) => api.result(turn.task_id));
  if (!result) return undefined;
  return result.ok ? { ...turn, answer: result.value.text, is_cut: false } : turn;
}

function ask<Value>(
  { services, signal }: Collecting,
  call: (api: Services['client']['api']) => Promise<Outcome<Value>>,
): Promise<Outcome<Value> | undefined> {
  return keepCalling(services, () => call(services.client.api), { signal, forMs: TRYING_MS_MAX });
}

function isGone(outcome: Outcome<unknown> & { ok: false }): boolean {
  return outcome.fault.kind === 'problem' && outcome.fault.problem.code === 'unknown_conversation';
}
