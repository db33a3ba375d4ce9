import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type OpenAI from 'openai';
import type { Provider, ProviderPart } from './provider.ts';
import { reattachRun } from './reattach-run.ts';
import { toParts } from './responses-parts.ts';

/** How long a provider may take to cancel a run; the end of the task waits for it. */
const CANCEL_MS = 2_000;

/** `background`: the run lives on at OpenAI when the connection ends, and can be attached to again. */
type ResponsesMode = 'background' | 'stream';

/** OpenAI's Responses API. The event `sequence_number` is the cursor. */
export function makeOpenAiResponses(client: OpenAI, mode: ResponsesMode): Provider {
  const provider: Provider = {
    wire: 'responses',
    async *stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ProviderPart> {
      const events = await client.responses.create(toParams(request, mode), { signal });
      for await (const part of toParts(events, signal)) {
        if (part.type === 'handle' && mode === 'stream') continue;
        yield part;
      }
    },
  };
  if (mode === 'background') {
    provider.reattach = (run, signal) => reattachRun(client, run, signal);
    provider.cancelRun = async (handle) => {
      await client.responses.cancel(handle, { timeout: CANCEL_MS });
    };
  }
  return provider;
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
