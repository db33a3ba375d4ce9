import type { ModelsReply } from '@continuo/shared/protocol/http-api';
import { expect, test } from 'vitest';
import { estimateBatch } from './estimate-batch.ts';

const offer = {
  providers: [
    {
      provider: 'openai',
      models: [
        { model: 'known', price: { input: 1, cached_input: 0.1, output: 10 } },
        { model: 'unpriced', price: null },
      ],
    },
  ],
} as unknown as ModelsReply;
const wishes = { provider: 'openai', model: 'known', maxTokens: undefined };
const figures = [{ provider: 'openai', model: 'known', completed: 5, hits: 1, output_tokens: 400 }];
const ten = [{ lines: 10, characters: 4_000 }];

test('answers are as long as those of the model lately, bought ones alone', () => {
  expect(estimateBatch(ten, wishes, offer, figures)).toEqual({
    inputTokens: 1_000,
    outputTokens: 1_000,
    isAtMost: false,
    costUsd: 0.011,
    unpricedLines: 0,
  });
});

test('and no longer than they may be', () => {
  expect(estimateBatch(ten, { ...wishes, maxTokens: 50 }, offer, figures)).toMatchObject({
    outputTokens: 500,
    isAtMost: false,
  });
});

test('where nobody knows how long they are, their bound is what they are at most', () => {
  expect(estimateBatch(ten, { ...wishes, maxTokens: 50 }, offer, [])).toMatchObject({
    outputTokens: 500,
    isAtMost: true,
    costUsd: 0.006,
  });
});

test('without a bound their number is unknown, and the cost is that of the input', () => {
  expect(estimateBatch(ten, wishes, offer, [])).toMatchObject({ outputTokens: undefined, costUsd: 0.001 });
});

test('lines that wish for something else count with that', () => {
  const groups = [...ten, { model: 'unpriced', maxTokens: 5, lines: 2, characters: 40 }];
  expect(estimateBatch(groups, wishes, offer, figures)).toMatchObject({
    inputTokens: 1_010,
    outputTokens: 1_010,
    costUsd: 0.011,
    unpricedLines: 2,
  });
});

test('where no price is known the cost is unknown, not nothing', () => {
  expect(estimateBatch(ten, { ...wishes, model: 'unpriced' }, offer, [])).toMatchObject({
    costUsd: undefined,
    unpricedLines: 10,
  });
});
