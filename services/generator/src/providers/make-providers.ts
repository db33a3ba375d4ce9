import Anthropic from '@anthropic-ai/sdk';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import { findModel, type ProviderName } from '@continuo/shared/protocol/models';
import OpenAI from 'openai';
import type { ProviderConfig } from '../config.ts';
import { fetchLines } from './bound-lines.ts';
import { makeAnthropicMessages } from './anthropic-messages.ts';
import { makeOpenAiChat } from './openai-chat.ts';
import { makeOpenAiResponses } from './openai-responses.ts';
import type { Provider } from './provider.ts';

/** Which provider answers a request; undefined: none is configured for it. */
export type FindProvider = (target: Pick<ChatRequest, 'provider' | 'model'>) => Provider | undefined;

const SDK_OPTIONS = {
  /** Retries are ours; a second opinion inside an SDK would multiply them and buy twice. */
  maxRetries: 0,
  fetch: fetchLines,
  /** What an SDK logs of a stream that it cannot read is text of the answer. */
  logLevel: 'off',
} as const;

export function makeProviders(config: ProviderConfig): FindProvider {
  const openai = config.openai && makeOpenAi(config.openai);
  const anthropic = config.anthropic && makeAnthropic(config.anthropic);
  const simulator = config.simulatorUrl === undefined ? undefined : makeSimulator(config.simulatorUrl);
  const choose: Record<ProviderName, (model: string) => Provider | undefined> = {
    openai: () => openai,
    anthropic: () => anthropic,
    simulator: (model) => simulator?.(model),
  };
  return ({ provider, model }) => choose[provider](model);
}

function makeOpenAi({ apiKey, baseUrl, mode }: NonNullable<ProviderConfig['openai']>): Provider {
  const client = new OpenAI({
    ...SDK_OPTIONS,
    apiKey,
    ...(baseUrl === undefined ? {} : { baseURL: baseUrl }),
  });
  return mode === 'chat' ? makeOpenAiChat(client) : makeOpenAiResponses(client, mode);
}

function makeAnthropic({ apiKey, baseUrl }: NonNullable<ProviderConfig['anthropic']>): Provider {
  return makeAnthropicMessages(
    new Anthropic({ ...SDK_OPTIONS, apiKey, ...(baseUrl === undefined ? {} : { baseURL: baseUrl }) }),
  );
}

/** The simulator speaks all three wire formats; its models say which. */
function makeSimulator(url: string): (model: string) => Provider {
  const apiKey = 'simulator';
  const openai = new OpenAI({ ...SDK_OPTIONS, apiKey, baseURL: `${url}/v1` });
  const byWire = {
    'chat-completions': makeOpenAiChat(openai),
    responses: makeOpenAiResponses(openai, 'background'),
    messages: makeAnthropic({ apiKey, baseUrl: url }),
  };
  return (model) => byWire[findModel('simulator', model)?.wire ?? 'chat-completions'];
}
