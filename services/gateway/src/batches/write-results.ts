import { answerText } from '@continuo/shared/protocol/fold-task';
import type { ReadLog } from '@continuo/shared/protocol/log-page';
import type { BatchId } from '@continuo/shared/protocol/task-id';
import type { Postgres } from '@continuo/shared/postgres/connection';
import { listResults, type ResultRow } from '@continuo/shared/postgres/batch-lines';
import { orUnavailable } from '../stores/or-unavailable.ts';
import { readTaskView } from '../tasks/task-view.ts';
import { openAiResultJson } from './openai-result.ts';
import type { LineResult } from './line-result.ts';

export interface ResultDeps {
  postgres: Postgres;
  /** From Postgres, which has the whole log of every line that has ended. */
  readMirrored: ReadLog;
}

/** Lines in memory at a time. */
const PAGE_LINES = 32;

/** The results of a batch as JSONL, in the order of its input. */
export async function* writeResults(
  deps: ResultDeps,
  id: BatchId,
  format: 'continuo' | 'openai',
): AsyncGenerator<string> {
  const toJson = format === 'openai' ? openAiResultJson : resultJson;
  for await (const result of readResults(deps, id)) {
    const json = toJson(result);
    if (json !== undefined) yield `${json}\n`;
  }
}

/** Page by page. */
async function* readResults(deps: ResultDeps, id: BatchId): AsyncGenerator<LineResult> {
  let after = 0;
  for (;;) {
    const rows = await orUnavailable(listResults(deps.postgres, id, after, PAGE_LINES));
    for (const { answer, ...row } of rows) {
      yield { ...row, text: answer ?? (await readText(deps.readMirrored, row)) };
      after = row.line;
    }
    if (rows.length < PAGE_LINES) return;
  }
}

async function readText(
  readLog: ReadLog,
  { taskId, status }: Omit<ResultRow, 'answer'>,
): Promise<string | null> {
  if (taskId === null || status === 'waiting' || status === 'running') return null;
  const view = await readTaskView(readLog, taskId);
  return view ? answerText(view) : null;
}

/** A line of our own output. */
function resultJson(result: LineResult): string {
  const { inputTokens, errorCode } = result;
  return JSON.stringify({
    line: result.line,
    custom_id: result.customId,
    task_id: result.taskId,
    status: result.status,
    cached: result.cached ?? false,
    text: result.text,
    finish_reason: result.finishReason,
    usage:
      inputTokens === null
        ? null
        : {
            input_tokens: inputTokens,
            cached_input_tokens: result.cachedInputTokens ?? 0,
            output_tokens: result.outputTokens ?? 0,
            reasoning_tokens: result.reasoningTokens ?? 0,
            estimated: result.usageEstimated ?? false,
          },
    cost_usd: result.costUsd,
    error: errorCode === null ? null : { code: errorCode, message: result.errorMessage ?? '' },
  });
}
