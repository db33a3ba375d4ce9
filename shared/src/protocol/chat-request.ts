import type { ProviderName } from './models.ts';

/** What a provider is asked: everything that shapes the answer and nothing else. Stored with the task. */
export interface ChatRequest {
  provider: ProviderName;
  model: string;
  system?: string;
  messages: ChatMessage[];
  /** 0-2; absent: the provider's default. */
  temperature?: number;
  /** Most output tokens; absent: the provider's default. */
  max_tokens?: number;
  /** Who is asked, in this order, when the provider cannot answer; absent: as configured. */
  fallbacks?: { provider: ProviderName; model: string }[];
}

export interface ChatMessage {
  role: 'user' | 'assistant';
  content: string;
}

/**
 * The text whose sha256 names a request: the same for requests that must get the same answer, different as
 * soon as anything that shapes it differs. The owner is part of it, so no cache is shared between owners
 * (invariant 10). An array, because the order of an object's keys would have to be fixed by other means.
 */
export function canonicalRequest(owner: string, request: ChatRequest): string {
  return JSON.stringify([
    'continuo-request-1',
    owner,
    request.provider,
    request.model,
    request.system ?? null,
    request.messages.map((message) => [message.role, message.content]),
    request.temperature ?? null,
    request.max_tokens ?? null,
    ...(request.fallbacks ?? []).map((fallback) => [fallback.provider, fallback.model]),
  ]);
}

/** The last thing the user said: what lists and titles show of a request. */
export function promptOf(request: ChatRequest): string {
  return request.messages.findLast((message) => message.role === 'user')?.content ?? '';
}
