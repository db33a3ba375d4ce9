import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type OpenAI from 'openai';
import { sdkOptions, type CallOptions, type Provider, type ProviderPart } from './provider.ts';
import { reattachRun } from './reattach-run.ts';
import { toParts } from './responses-parts.ts';

/** How long a provider may take to cancel a run; the end of the task waits for it. */
const CANCEL_MS = 2_000;

/** `background`: the run lives on at OpenAI when the connection ends, and can be attached to again. */
type ResponsesMode = 'background' | 'stream';

/** OpenAI's Responses API. The event `sequence_number` is the cursor. */
export function makeOpenAiResponses(client: OpenAI, mode: ResponsesMode): Provider {
  if (mode === 'stream')
    return { wire: 'responses', stream: (request, call) => streamAnswer(client, request, call) };
  return {
    wire: 'responses',
    stream: (request, call) => streamRun(client, request, call),
    reattach: (run, signal) => reattachRun(client, run, signal),
    cancelRun: (handle) => cancelRun(client, handle),
  };
}

async function* streamAnswer(
  client: OpenAI,
  request: ChatRequest,
  call: CallOptions,
): AsyncIterable<ProviderPart> {
  const { signal } = call;
  const events = await client.responses.create(toParams(request, 'stream'), sdkOptions(call, signal));
  for await (const part of toParts(events, signal)) if (part.type !== 'handle') yield part;
}

/**
 * A call that is aborted before its run has a name is waited for, within a bound, and the run then cancelled: nobody
 * else will ever know of it, and it would be paid to its end.
 */
async function* streamRun(
  client: OpenAI,
  request: ChatRequest,
  call: CallOptions,
): AsyncIterable<ProviderPart> {
  const { signal } = call;
  const connection = new AbortController();
  let isNamed = false;
  const onAbort = (): void => {
    if (isNamed) connection.abort();
    else setTimeout(() => connection.abort(), CANCEL_MS);
  };
  signal.addEventListener('abort', onAbort);
  try {
    const params = toParams(request, 'background');
    const events = await client.responses.create(params, sdkOptions(call, connection.signal));
    for await (const part of toParts(events, connection.signal)) {
      if (part.type === 'handle') {
        isNamed = true;
        if (signal.aborted) await cancelRun(client, part.handle);
      }
      signal.throwIfAborted();
      yield part;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

async function cancelRun(client: OpenAI, handle: string): Promise<void> {
  await client.responses.cancel(handle, { timeout: CANCEL_MS });
}

function toParams(request: ChatRequest, mode: ResponsesMode): OpenAI.Responses.ResponseCreateParamsStreaming {
  const isBackground = mode === 'background';
  return {
    model: request.model,
    input: request.messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    background: isBackground,
    store: isBackground,
    stream_options: { include_obfuscation: false },
    ...(request.system === undefined ? {} : { instructions: request.system }),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.max_tokens === undefined ? {} : { max_output_tokens: request.max_tokens }),
  };
}
