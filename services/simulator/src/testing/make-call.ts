import type { Call } from '../calls/call.ts';

/** A background call that has generated nothing yet of its two tokens. */
export function makeCall(id: string, more: Partial<Call> & { text?: string } = {}): Call {
  const { text = 'hi', ...fields } = more;
  return {
    id,
    request: {
      wire: 'responses',
      requestedModel: 'sim-background@tps=1',
      messages: [{ role: 'user', text, isPrefix: false }],
      stream: true,
      maxTokens: undefined,
      seed: 0,
      includeUsage: true,
      includeObfuscation: true,
      marksCache: false,
      isThinking: false,
      params: {},
    },
    clientRequestId: undefined,
    model: 'sim-background',
    plan: {},
    output: {
      prompt: text,
      start: 'fresh',
      tokens: ['a', 'b'],
      preambleTokens: 0,
      firstToken: 0,
      firstChar: 0,
      answerTokens: 2,
      answerModel: 'sim-background',
      end: 'completed',
    },
    usage: { inputTokens: 1, cachedTokens: 0 },
    isBackground: true,
    startedAtMs: 1,
    isHeld: () => true,
    progress: { generated: 0, end: undefined, endedAtMs: undefined, deliveries: [] },
    ...fields,
  };
}
