import { randomUUID } from 'node:crypto';
import type { ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { ProviderName } from '@continuo/shared/protocol/models';
import type { LedgerEntry } from '@continuo/simulator/ledger';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { eventually } from '@continuo/tests/support/eventually';
import { describe, expect, test } from 'vitest';
import type { ProviderConfig } from '../config.ts';
import { CALL_NAME, readCall } from '../testing/read-parts.ts';
import { useSimulator } from '../testing/use-simulator.ts';
import { makeProviders } from './make-providers.ts';
import { ProviderFailure, type Provider } from './provider.ts';

const simulator = useSimulator();

/** Every way in which a provider is spoken to, all of them to the simulator. */
interface Way {
  name: string;
  provider: ProviderName;
  model: string;
  /** The run goes on at the provider when its connection ends. */
  isBackground: boolean;
  config: () => ProviderConfig;
}

function toOpenAi(mode: 'background' | 'stream' | 'chat'): ProviderConfig {
  return { openai: { apiKey: 'key', baseUrl: `${simulator.url}/v1`, mode } };
}

const WAYS: Way[] = [
  {
    name: 'OpenAI chat completions',
    provider: 'openai',
    model: 'gpt-4o',
    isBackground: false,
    config: () => toOpenAi('chat'),
  },
  {
    name: 'OpenAI responses, streamed',
    provider: 'openai',
    model: 'gpt-5.4-mini',
    isBackground: false,
    config: () => toOpenAi('stream'),
  },
  {
    name: 'OpenAI responses, in the background',
    provider: 'openai',
    model: 'gpt-5.4-mini',
    isBackground: true,
    config: () => toOpenAi('background'),
  },
  {
    name: 'Anthropic messages',
    provider: 'anthropic',
    model: 'claude-haiku-4-5',
    isBackground: false,
    config: () => ({ anthropic: { apiKey: 'key', baseUrl: simulator.url } }),
  },
  ...['sim-writer', 'sim-background', 'sim-claude'].map((model): Way => ({
    name: `the simulator's ${model}`,
    provider: 'simulator',
    model,
    isBackground: model === 'sim-background',
    config: () => ({ simulatorUrl: simulator.url }),
  })),
];

function find(way: Way, request: ChatRequest): Provider {
  const provider = makeProviders(way.config())(request);
  if (!provider) throw new Error(`nobody serves ${request.provider}`);
  return provider;
}

/** A request with a prompt of its own, by which the ledger finds it. */
function makeRequest(way: Way, settings = 'tokens=200', overrides: Partial<ChatRequest> = {}): ChatRequest {
  return {
    provider: way.provider,
    model: `${way.model}@${settings}`,
    messages: [{ role: 'user', content: `What is a log? ${randomUUID()}` }],
    ...overrides,
  };
}

function promptOf(request: ChatRequest): string {
  return request.messages.at(-1)?.content ?? '';
}

async function readLedger(request: ChatRequest): Promise<LedgerEntry> {
  const { calls } = await simulator.control.readLedger({ prompt: promptOf(request) });
  const [call] = calls;
  if (!call || calls.length !== 1) throw new Error(`${calls.length} calls`);
  return call;
}

describe.each(WAYS)('$name', (way) => {
  test('gives the text byte for byte, its end and its usage, from one call', async () => {
    const request = makeRequest(way);
    const { text, finishReason, usage, error } = await readCall(find(way, request), request);
    expect(error).toBeUndefined();
    expect(text).toBe(expectedAnswer(request.model, promptOf(request)).text);
    expect(finishReason).toBe('stop');
    const call = await readLedger(request);
    expect(usage).toEqual({
      input_tokens: call.input_tokens,
      cached_input_tokens: call.cached_tokens,
      output_tokens: 200,
      reasoning_tokens: 0,
      estimated: false,
    });
    expect(call).toMatchObject({
      client_request_id: CALL_NAME,
      end: 'completed',
      background: way.isBackground,
      delivered_tokens: 200,
    });
  });

  test('gives the same text however the bytes are cut', async () => {
    const request = makeRequest(way, 'tokens=60,split=1,ping_ms=1');
    const { text } = await readCall(find(way, request), request);
    expect(text).toBe(expectedAnswer(request.model, promptOf(request)).text);
  });

  test('says what the user and the settings say', async () => {
    const messages: ChatRequest['messages'] = [
      { role: 'user', content: 'first' },
      { role: 'assistant', content: 'second' },
      { role: 'user', content: `third ${randomUUID()}` },
    ];
    const request = makeRequest(way, 'tokens=30', {
      messages,
      system: 'Be brief.',
      temperature: 0.5,
      max_tokens: 10,
    });
    const { finishReason, usage } = await readCall(find(way, request), request);
    expect([finishReason, usage?.output_tokens]).toEqual(['length', 10]);
    const call = await readLedger(request);
    const spoken = call.messages.filter(({ role }) => role === 'user' || role === 'assistant');
    expect(spoken).toEqual(messages.map(({ role, content }) => ({ role, text: content })));
    expect(JSON.stringify(call.messages) + JSON.stringify(call.params)).toContain('Be brief.');
    expect(call.params['temperature']).toBe(0.5);
  });

  test('tells of a refusal, which is an end of its own', async () => {
    const request = makeRequest(way, 'tokens=30,fault=refusal:5');
    const { finishReason, error } = await readCall(find(way, request), request);
    expect(error).toBeUndefined();
    expect(['content_filter', 'refusal']).toContain(finishReason);
  });

  test('invariant 12: takes no clean end for success', async () => {
    const request = makeRequest(way, 'tokens=30,fault=eof:29');
    const { finishReason, error } = await readCall(find(way, request), request);
    expect(finishReason).toBeUndefined();
    expect(error).toBeInstanceOf(ProviderFailure);
    expect(error).toMatchObject({ failure: { code: 'provider_interrupted' } });
  });

  test('closes its connection when it is aborted, and ends quietly', async () => {
    const request = makeRequest(way, 'tokens=5000,tps=200');
    const { error, finishReason } = await readCall(find(way, request), request, (part, abort) => {
      if (part.type === 'text') abort();
    });
    expect([finishReason, error]).toEqual([undefined, undefined]);
    const call = await eventually(
      () => readLedger(request),
      ({ open_connections, end }) => open_connections === 0 && (way.isBackground || end !== null),
    );
    expect(call.end).toBe(way.isBackground ? null : 'client_closed');
    expect(call.output_tokens).toBeLessThan(5_000);
  });
});

describe('a run in the background', () => {
  const way = WAYS.find((candidate) => candidate.isBackground);

  test('names itself before its first text, whose places in the provider’s stream are told', async () => {
    if (!way) throw new Error('no such way');
    const request = makeRequest(way);
    const { parts } = await readCall(find(way, request), request);
    const handle = parts.find((part) => part.type === 'handle');
    expect(handle?.handle).toBe((await readLedger(request)).id);
    const texts = parts.filter((part) => part.type === 'text');
    const cursors = texts.map((part) => Number(part.cursor));
    expect(cursors).toEqual(cursors.toSorted((a, b) => a - b));
    expect(new Set(cursors).size).toBe(200);
  });

  test('goes on without us, until it is cancelled', async () => {
    if (!way) throw new Error('no such way');
    const request = makeRequest(way, 'tokens=5000,tps=200');
    const provider = find(way, request);
    const { parts } = await readCall(provider, request, (part, abort) => {
      if (part.type === 'text') abort();
    });
    expect((await readLedger(request)).end).toBeNull();
    await provider.cancelRun?.(parts.find((part) => part.type === 'handle')?.handle ?? '');
    expect((await readLedger(request)).end).toBe('cancelled');
  });

  test('that the provider does not cancel in time is given up', async () => {
    if (!way) throw new Error('no such way');
    const request = makeRequest(way, 'tokens=5000,tps=200');
    const provider = find(way, request);
    await simulator.control.addPlan({
      match: { prompt: promptOf(request), endpoint: 'cancel' },
      plan: { fault: 'hang' },
    });
    const { parts } = await readCall(provider, request, (part, abort) => {
      if (part.type === 'text') abort();
    });
    const handle = parts.find((part) => part.type === 'handle')?.handle ?? '';
    await expect(provider.cancelRun?.(handle)).rejects.toThrow('timed out');
  });
});

describe('the providers of a configuration', () => {
  const request: ChatRequest = { provider: 'openai', model: 'm', messages: [] };

  test('are only those that are configured', () => {
    const findProvider = makeProviders({ simulatorUrl: simulator.url });
    expect(findProvider(request)).toBeUndefined();
    expect(findProvider({ ...request, provider: 'anthropic' })).toBeUndefined();
    expect(findProvider({ ...request, provider: 'simulator' })).toBeDefined();
  });

  test('can cancel a run only where one goes on by itself', () => {
    const canCancel = (mode: 'background' | 'stream' | 'chat'): boolean =>
      makeProviders(toOpenAi(mode))(request)?.cancelRun !== undefined;
    expect([canCancel('background'), canCancel('stream'), canCancel('chat')]).toEqual([true, false, false]);
  });
});

describe('the bound of an answer', () => {
  async function paramsOf(way: Way): Promise<Readonly<Record<string, unknown>>> {
    const request = makeRequest(way, 'tokens=30', { max_tokens: 10 });
    const { usage } = await readCall(find(way, request), request);
    expect(usage?.output_tokens).toBe(10);
    return (await readLedger(request)).params;
  }

  const chat = { provider: 'openai' as const, isBackground: false, config: () => toOpenAi('chat') };

  test('has the name that compatible servers know', async () => {
    expect(await paramsOf({ ...chat, name: 'local', model: 'llama3.2:3b' })).toMatchObject({
      max_tokens: 10,
    });
  });

  test('has the new name for models that refuse the old one, whoever serves them', async () => {
    expect(await paramsOf({ ...chat, name: 'routed', model: 'gpt-5.4-mini' })).toMatchObject({
      max_completion_tokens: 10,
    });
  });
});
