import type { ChatMessage, ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { Strategy } from '@continuo/shared/protocol/entry';
import { estimateTokens } from '@continuo/shared/protocol/estimate-tokens';
import type { ProviderName, WireFormat } from '@continuo/shared/protocol/models';

/**
 * How a server goes on behind a trailing assistant message: by itself (`trailing`), or asked by flags of the
 * request (`vllm`) or of the message (`prefix`, `partial`).
 */
export type PrefillForm = 'trailing' | 'vllm' | 'prefix' | 'partial';

interface Row {
  provider: ProviderName;
  wire: WireFormat;
  matches: (model: string) => boolean;
  form: PrefillForm;
}

/**
 * Who continues a trailing assistant message (vendors' documentation as of November 2026). Whatever is not listed
 * gets the safe row: it is asked to continue by a message.
 */
const PREFILL: readonly Row[] = [
  { provider: 'anthropic', wire: 'messages', matches: isClaudeUpTo45, form: 'trailing' },
  {
    provider: 'openai',
    wire: 'chat-completions',
    matches: named(/^deepseek-(?:chat|reasoner)/),
    form: 'prefix',
  },
  {
    provider: 'openai',
    wire: 'chat-completions',
    matches: named(/^(?:mistral|ministral|codestral)-/),
    form: 'prefix',
  },
  { provider: 'openai', wire: 'chat-completions', matches: named(/^(?:kimi|moonshot)-/), form: 'partial' },
  // Ollama's `name:tag` and llama.cpp's files.
  {
    provider: 'openai',
    wire: 'chat-completions',
    matches: named(/^[\w.-]+:[\w.-]+$|\.gguf$/i),
    form: 'trailing',
  },
  // vLLM serves models under `publisher/name`, which hosted routers do too for the vendors' own models.
  {
    provider: 'openai',
    wire: 'chat-completions',
    matches: named(/^(?!openai\/|anthropic\/|google\/)[\w.-]+\/[\w.-]+$/),
    form: 'vllm',
  },
  { provider: 'simulator', wire: 'chat-completions', matches: named(/^sim-writer(?:@|$)/), form: 'trailing' },
];

function named(pattern: RegExp): (model: string) => boolean {
  return (model) => pattern.test(model);
}

/** Claude 4.6 and later refuse a prefill; so may any id that cannot be read. */
function isClaudeUpTo45(model: string): boolean {
  const match = /^claude-(?:opus|sonnet|haiku)-(\d+)(?:-(\d{1,2}))?(?:-|$)/.exec(model);
  return match !== null && Number(`${match[1]}.${match[2] ?? 0}`) <= 4.5;
}

export function findPrefillForm(
  provider: ProviderName,
  wire: WireFormat,
  model: string,
): PrefillForm | undefined {
  return PREFILL.find((row) => row.provider === provider && row.wire === wire && row.matches(model))?.form;
}

/** The end of the stored text that the continuation is asked to join. */
const QUOTED_CHARS = 200;

/**
 * The request for the rest of an answer by `continue`: the history as it was (an exact prefix for the provider's
 * cache), the stored text as a finished turn, and a turn that asks to go on.
 */
export function askToContinue(request: ChatRequest, stored: string): ChatRequest {
  const instruction =
    'Your previous message was interrupted. Continue it exactly where it left off: do not repeat anything, do not ' +
    `comment, begin with the very next character. It ended with:\n${stored.slice(-QUOTED_CHARS)}`;
  const turns: ChatMessage[] = [
    { role: 'assistant', content: stored },
    { role: 'user', content: instruction },
  ];
  return withRest(request, stored, turns);
}

/** The request for the rest by `prefill`. Trailing white space is refused by some: it is cut and joined at the seam. */
export function prefillAnswer(request: ChatRequest, stored: string): ChatRequest {
  return withRest(request, stored, [{ role: 'assistant', content: stored.trimEnd() }]);
}

/** What an attempt sends for what follows on the stored text. */
export function requestRest(strategy: Strategy, request: ChatRequest, stored: string): ChatRequest {
  switch (strategy) {
    case 'prefill':
      return prefillAnswer(request, stored);
    case 'continue':
      return askToContinue(request, stored);
    case 'reattach':
    case 'restart':
      return request;
  }
}

function withRest(request: ChatRequest, stored: string, turns: readonly ChatMessage[]): ChatRequest {
  const messages = [...request.messages, ...turns];
  if (request.max_tokens === undefined) return { ...request, messages };
  return { ...request, messages, max_tokens: Math.max(1, request.max_tokens - estimateTokens(stored)) };
}
