import { expect, test } from 'vitest';
import { makeCall } from '../testing/make-call.ts';
import { makeLedger, type LedgerBounds } from './ledger.ts';

const bounds: LedgerBounds = { callsMax: 3, refusedMax: 2, messageCharsMax: 100 };

test('a row shows how far its call is now', () => {
  const ledger = makeLedger();
  const call = makeCall('one');
  ledger.add(call);
  expect(ledger.report({}).calls).toMatchObject([{ output_tokens: 0, end: null }]);
  call.progress.generated = 2;
  call.progress.end = 'cancelled';
  expect(ledger.report({}).calls).toMatchObject([{ output_tokens: 2, end: 'cancelled' }]);
});

test('the oldest rows make room for the newest, and are counted', () => {
  const ledger = makeLedger(bounds);
  for (const id of ['1', '2', '3', '4', '5']) ledger.add(makeCall(id));
  expect(ledger.report({}).calls.map(({ id }) => id)).toEqual(['3', '4', '5']);
  expect(ledger.report({}).dropped).toBe(2);
});

test('long messages make room sooner, but the newest row always stays', () => {
  const ledger = makeLedger(bounds);
  ledger.add(makeCall('1', { text: 'x'.repeat(60) }));
  ledger.add(makeCall('2', { text: 'x'.repeat(60) }));
  ledger.add(makeCall('3', { text: 'x'.repeat(600) }));
  expect(ledger.report({}).calls.map(({ id }) => id)).toEqual(['3']);
});

test('refused requests are bounded too', () => {
  const ledger = makeLedger(bounds);
  for (const at of [1, 2, 3]) {
    ledger.refuse({ wire: 'messages', requested_model: 'm', prompt: 'p', at, status: 429, reason: 'status' });
  }
  expect(ledger.report({}).refused.map(({ at }) => at)).toEqual([2, 3]);
});

test('rows are found by a part of the prompt and by the model, with or without its settings', () => {
  const ledger = makeLedger();
  ledger.add(makeCall('1', { text: 'about logs' }));
  ledger.add(makeCall('2', { text: 'about joins' }));
  const idsOf = (filter: { prompt?: string; model?: string }) =>
    ledger.report(filter).calls.map(({ id }) => id);
  expect(idsOf({ prompt: 'joins' })).toEqual(['2']);
  expect(idsOf({ model: 'sim-background' })).toEqual(['1', '2']);
  expect(idsOf({ model: 'sim-background@tps=1' })).toEqual(['1', '2']);
  expect(idsOf({ model: 'sim' })).toEqual([]);
});
