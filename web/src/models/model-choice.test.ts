import { expect, test } from 'vitest';
import { decideChoice } from './model-choice.ts';

const offer = {
  default: { provider: 'simulator', model: 'sim-writer' },
  cache_ttl_ms: 0,
  providers: [
    { provider: 'simulator', simulated: true, prices_taken: null, prices_note: null, models: [] },
    { provider: 'anthropic', simulated: false, prices_taken: null, prices_note: null, models: [] },
  ],
};

test('the first choice whose provider is on offer counts, whatever its model', () => {
  const choice = { provider: 'anthropic', model: 'my-own' };
  expect(decideChoice(offer, [undefined, { provider: 'openai', model: 'gpt' }, choice])).toEqual(choice);
});

test('without any, it is the service’s own', () => {
  expect(decideChoice(offer, [undefined])).toEqual(offer.default);
});
