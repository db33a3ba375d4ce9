import { expect, test } from 'vitest';
import { makePulledBody } from './pulled-body.ts';

const NEVER_MS = 60_000;

async function* numbers(count: number, made: number[]): AsyncGenerator<string> {
  for (let i = 1; i <= count; i += 1) {
    made.push(i);
    yield `${i}\n`;
  }
}

test('a body is made as it is read, and no further', async () => {
  const made: number[] = [];
  const reader = makePulledBody(numbers(1_000, made), NEVER_MS).getReader();
  expect(made).toEqual([]);
  for (let i = 0; i < 3; i += 1) await reader.read();
  expect(made).toEqual([1, 2, 3]);
  await reader.cancel();
});

test('a body is whole when it ends', async () => {
  expect(await new Response(makePulledBody(numbers(3, []), NEVER_MS)).text()).toBe('1\n2\n3\n');
});

test('a body that cannot be made to its end fails rather than ends', async () => {
  async function* broken(): AsyncGenerator<string> {
    yield 'one\n';
    throw new Error('the store is away');
  }
  await expect(new Response(makePulledBody(broken(), NEVER_MS)).text()).rejects.toThrow('the store is away');
});

test('a reader that takes nothing is given up, and what makes the body is told', async () => {
  const told = Promise.withResolvers<void>();
  async function* watched(): AsyncGenerator<string> {
    try {
      for (;;) yield 'more\n';
    } finally {
      told.resolve();
    }
  }
  const reader = makePulledBody(watched(), 1).getReader();
  await reader.read();
  await expect(reader.closed).rejects.toThrow('takes nothing');
  await told.promise;
});
