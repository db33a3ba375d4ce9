import type { LineResult } from './line-result.ts';

/** Our words for how an answer ended, in OpenAI's. */
const FINISH_REASONS = {
  stop: 'stop',
  length: 'length',
  content_filter: 'content_filter',
  refusal: 'content_filter',
} as const;

/**
 * A line of OpenAI's batch output (https://platform.openai.com/docs/guides/batch). Undefined: the line has not ended,
 * and such lines are left out there.
 */
export function openAiResultJson(result: LineResult): string | undefined {
  const { status, taskId, line } = result;
  if (status === 'waiting' || status === 'running') return undefined;
  return JSON.stringify({
    id: `batch_req_${taskId ?? line}`,
    custom_id: result.customId ?? `line-${line}`,
    response:
      status === 'completed' ? { status_code: 200, request_id: taskId, body: completionOf(result) } : null,
    error:
      status === 'completed'
        ? null
        : { code: result.errorCode ?? status, message: result.errorMessage ?? 'The line was cancelled.' },
  });
}

function completionOf(result: LineResult) {
  const { inputTokens, outputTokens, createdAt } = result;
  return {
    id: `chatcmpl-${result.taskId}`,
    object: 'chat.completion',
    created: Math.floor((createdAt ?? 0) / 1_000),
    model: result.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: result.text, refusal: null },
        logprobs: null,
        finish_reason: FINISH_REASONS[result.finishReason ?? 'stop'],
      },
    ],
    usage:
      inputTokens === null || outputTokens === null
        ? null
        : {
            prompt_tokens: inputTokens,
            completion_tokens: outputTokens,
            total_tokens: inputTokens + outputTokens,
          },
  };
}
