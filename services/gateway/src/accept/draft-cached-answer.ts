import type { EntryDraft, Usage } from '@continuo/shared/protocol/entry';
import { answerText } from '@continuo/shared/protocol/fold-task';
import { CACHED_ANSWER_CHARS_MAX, CHUNK_CHARS_MAX } from '@continuo/shared/protocol/limits';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { cutText } from '@continuo/shared/protocol/text';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import { Refusal } from '../http/refusal.ts';
import { readTaskView } from '../tasks/task-view.ts';

/** Usage is what a task consumed itself; the bought tokens stand with the task that bought them. */
const NOTHING_BOUGHT: Usage = {
  input_tokens: 0,
  cached_input_tokens: 0,
  output_tokens: 0,
  reasoning_tokens: 0,
  estimated: false,
};

/**
 * The entries, after `accepted`, of a task that is answered with the text of another. Undefined when that
 * text cannot be had: too long for one submit, expired everywhere, or its store is out of reach.
 */
export async function draftCachedAnswer(readLog: ReadLog, source: TaskId): Promise<EntryDraft[] | undefined> {
  const view = await readSource(readLog, source);
  if (view?.terminal?.type !== 'completed') return undefined;
  const text = answerText(view);
  if (text.length > CACHED_ANSWER_CHARS_MAX) return undefined;
  const chunks = cutText(text, CHUNK_CHARS_MAX).map((piece, i): EntryDraft => ({
    type: 'chunk',
    chunk_id: i,
    text: piece,
  }));
  const { finish_reason } = view.terminal;
  return [
    { type: 'cache_hit', source_task_id: source, kept_chunks: 0 },
    ...chunks,
    { type: 'completed', finish_reason, usage: NOTHING_BOUGHT, cost_usd: 0 },
  ];
}

async function readSource(readLog: ReadLog, source: TaskId) {
  try {
    return await readTaskView(readLog, source);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
