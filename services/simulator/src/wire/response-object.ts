import type { Call, End } from '../calls/call.ts';

export type ResponseStatus = 'queued' | 'in_progress' | 'completed' | 'incomplete' | 'failed' | 'cancelled';

const STATUS: Record<End, ResponseStatus> = {
  completed: 'completed',
  length: 'incomplete',
  refusal: 'incomplete',
  failed: 'failed',
  cancelled: 'cancelled',
  client_closed: 'cancelled',
  fault: 'cancelled',
};

/** The one output item of a response: what is generated so far. */
export function messageItem({ id, output, progress: { generated } }: Call) {
  const text = output.tokens.slice(0, generated).join('');
  return {
    id: id.replace('resp_', 'msg_'),
    type: 'message',
    role: 'assistant',
    status: 'completed',
    phase: 'final_answer',
    content: [{ type: 'output_text', text, annotations: [], logprobs: [] }] as const,
  };
}

/** @param status instead of the status the call has now, for the events at the start of a stream */
export function describeResponse(call: Call, status: ResponseStatus = statusOf(call)) {
  const { params } = call.request;
  const hasText = status === 'completed' || status === 'incomplete' || status === 'cancelled';
  const code = call.plan.fault?.detail ?? 'server_error';
  return {
    id: call.id,
    object: 'response',
    created_at: Math.floor(call.startedAtMs / 1000),
    status,
    background: call.isBackground,
    error: status === 'failed' ? { code, message: 'The model failed to generate a response.' } : null,
    incomplete_details:
      status === 'incomplete'
        ? { reason: call.progress.end === 'length' ? 'max_output_tokens' : 'content_filter' }
        : null,
    instructions: params['instructions'] ?? null,
    max_output_tokens: call.request.maxTokens ?? null,
    metadata: params['metadata'] ?? {},
    model: call.request.requestedModel,
    output: hasText
      ? [{ ...messageItem(call), status: status === 'completed' ? 'completed' : 'incomplete' }]
      : [],
    parallel_tool_calls: true,
    previous_response_id: null,
    service_tier: 'default',
    store: params['store'] ?? true,
    temperature: params['temperature'] ?? 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools: [],
    top_p: params['top_p'] ?? 1,
    truncation: 'disabled',
    usage: status === 'completed' || status === 'incomplete' ? usageOf(call) : null,
  };
}

function statusOf(call: Call): ResponseStatus {
  return call.progress.end ? STATUS[call.progress.end] : 'in_progress';
}

function usageOf({ usage, progress: { generated } }: Call) {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: { cached_tokens: usage.cachedTokens, cache_write_tokens: 0 },
    output_tokens: generated,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: usage.inputTokens + generated,
  };
}
