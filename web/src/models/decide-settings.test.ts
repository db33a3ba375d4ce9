import type { ModelsReply } from '@continuo/shared/protocol/http-api';
import { expect, test } from 'vitest';
import { decideSettings, type SettingsSources } from './decide-settings.ts';

const offer = {
  default: { provider: 'simulator', model: 'sim-writer' },
  providers: [{ provider: 'simulator' }, { provider: 'anthropic' }],
} as ModelsReply;
const nothing: SettingsSources = { chosen: {}, asked: undefined, defaults: {}, system: undefined };
const asked = { provider: 'anthropic', model: 'claude' };
const plain = { temperature: undefined, maxTokens: undefined, cache: true, system: undefined };

test('what was chosen in the conversation counts before who was asked, and that before the defaults', () => {
  const defaults = { provider: 'simulator', model: 'other', temperature: 0.5, cache: false };
  const chosen = { provider: 'simulator', model: 'mine', temperature: 1 };
  expect(decideSettings(offer, { ...nothing, chosen, asked, defaults })).toMatchObject({
    model: 'mine',
    temperature: 1,
    cache: false,
  });
  expect(decideSettings(offer, { ...nothing, asked, defaults })).toMatchObject(asked);
  expect(decideSettings(offer, { ...nothing, defaults })).toMatchObject({ model: 'other' });
});

test('without a choice the service’s own model is asked, with the cache', () => {
  expect(decideSettings(offer, nothing)).toEqual({ ...offer.default, ...plain });
});

test('a parameter that was set back is not the default’s', () => {
  const chosen = { temperature: undefined };
  expect(
    decideSettings(offer, { ...nothing, chosen, defaults: { temperature: 1 } })?.temperature,
  ).toBeUndefined();
});

test('before the offer is known, who was asked before can be asked, and else nobody', () => {
  expect(decideSettings(undefined, { ...nothing, asked })).toEqual({ ...asked, ...plain });
  expect(decideSettings(undefined, nothing)).toBeUndefined();
});

test('a provider that is no longer on offer is passed over', () => {
  const chosen = { provider: 'openai', model: 'gone' };
  expect(decideSettings(offer, { ...nothing, chosen, asked })).toMatchObject(asked);
});
