import { describe, expect, test } from 'vitest';
import { ProviderFailure, type ProviderPart } from './provider.ts';
import { watchIdle } from './watch-idle.ts';

const TEXT: ProviderPart = { type: 'text', text: 'so far' };
const ACTIVITY: ProviderPart = { type: 'activity' };
const LONG_MS = 60_000;
const SHORT_MS = 20;

async function* stream(
  partsCount: number,
  then: () => Promise<void> = async () => undefined,
  part = TEXT,
): AsyncIterable<ProviderPart> {
  for (let i = 0; i < partsCount; i += 1) yield part;
  await then();
}

function silence(): Promise<never> {
  return new Promise(() => undefined);
}

async function count(parts: AsyncIterable<ProviderPart>): Promise<number> {
  let seen = 0;
  for await (const _ of parts) seen += 1;
  return seen;
}

test('parts pass as they come, to the end', async () => {
  expect(await count(watchIdle(stream(3), { firstPartMs: LONG_MS, nextPartMs: LONG_MS }))).toBe(3);
});

test('what the provider throws passes too', async () => {
  const failing = stream(1, () => Promise.reject(new Error('broken')));
  await expect(count(watchIdle(failing, { firstPartMs: LONG_MS, nextPartMs: LONG_MS }))).rejects.toThrow(
    'broken',
  );
});

describe('a provider that falls silent', () => {
  test('before its first part has its own limit', async () => {
    const parts = watchIdle(stream(0, silence), { firstPartMs: SHORT_MS, nextPartMs: LONG_MS });
    await expect(count(parts)).rejects.toMatchObject({ failure: { code: 'provider_stalled' } });
  });

  test('before its first text, though it has begun, has the same', async () => {
    const parts = watchIdle(stream(2, silence, ACTIVITY), { firstPartMs: SHORT_MS, nextPartMs: LONG_MS });
    await expect(count(parts)).rejects.toMatchObject({ failure: { code: 'provider_stalled' } });
  });

  test('after some text has another', async () => {
    const parts = watchIdle(stream(2, silence), { firstPartMs: LONG_MS, nextPartMs: SHORT_MS });
    await expect(count(parts)).rejects.toBeInstanceOf(ProviderFailure);
  });

  test('and then fails has nobody left to hear it, which harms nobody', async () => {
    const failing = Promise.withResolvers<void>();
    const parts = watchIdle(
      stream(0, () => failing.promise),
      { firstPartMs: SHORT_MS, nextPartMs: LONG_MS },
    );
    await expect(count(parts)).rejects.toBeInstanceOf(ProviderFailure);
    failing.reject(new Error('too late'));
    await expect(failing.promise).rejects.toThrow('too late');
  });
});

test('the time a reader takes is not the provider’s silence', async () => {
  const limits = { firstPartMs: 50, nextPartMs: 50 };
  const longer = { firstPartMs: 100, nextPartMs: 100 };
  let seen = 0;
  for await (const _ of watchIdle(stream(2), limits)) {
    seen += 1;
    await expect(count(watchIdle(stream(0, silence), longer))).rejects.toBeInstanceOf(ProviderFailure);
  }
  expect(seen).toBe(2);
});

test('a reader that leaves closes the provider’s stream', async () => {
  const closed = Promise.withResolvers<void>();
  const endless = (async function* endlessly(): AsyncIterable<ProviderPart> {
    try {
      for (;;) yield ACTIVITY;
    } finally {
      closed.resolve();
    }
  })();
  for await (const _ of watchIdle(endless, { firstPartMs: LONG_MS, nextPartMs: LONG_MS })) break;
  await closed.promise;
  expect(await count(endless)).toBe(0);
});
