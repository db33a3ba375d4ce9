import type { Usage } from '@continuo/shared/protocol/entry';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { Provider, ProviderPart } from '../providers/provider.ts';
import { watchIdle } from '../providers/watch-idle.ts';

/** What the calls of tests are named. */
export const CALL_NAME = 'a-task.1.1';

const IDLE_LIMITS = { firstPartMs: 500, nextPartMs: 500 };

/** All that a call brought. */
export interface ReadCall {
  text: string;
  parts: ProviderPart[];
  finishReason: string | undefined;
  usage: Usage | undefined;
  /** What it threw, if it did. */
  error: unknown;
}

/** One call, as an attempt reads it. @param onPart called with each part */
export async function readCall(
  provider: Provider,
  request: ChatRequest,
  onPart: (part: ProviderPart, abort: () => void) => void = () => undefined,
): Promise<ReadCall> {
  const controller = new AbortController();
  const call = { name: CALL_NAME, signal: controller.signal };
  const parts: ProviderPart[] = [];
  let error: unknown;
  try {
    for await (const part of watchIdle(provider.stream(request, call), IDLE_LIMITS)) {
      parts.push(part);
      onPart(part, () => controller.abort());
    }
  } catch (thrown) {
    error = thrown;
  } finally {
    controller.abort();
  }
  const end = parts.find((part) => part.type === 'end');
  const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  return { text, parts, finishReason: end?.finishReason, usage: end?.usage, error };
}
