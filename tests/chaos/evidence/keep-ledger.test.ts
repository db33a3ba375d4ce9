import { expect, test } from 'vitest';
import { makeEvidence } from '../testing/make-evidence.ts';
import { keepLedger } from './keep-ledger.ts';

test('what dies with the provider has no open connection and an end, its own where it had one', async () => {
  const [whole, , streaming] = makeEvidence().ledger;
  if (!whole || !streaming) throw new Error('the evidence has no such calls');
  let calls = [
    { ...whole, open_connections: 1 },
    { ...streaming, ended_at: null, open_connections: 1 },
  ];
  const ledger = keepLedger({ readLedger: async () => ({ calls, dropped: 0 }) });
  const before = Date.now();
  await ledger.saveBeforeDeath();
  calls = [];
  const kept = await ledger.readAll();
  expect(kept.map((call) => call.open_connections)).toEqual([0, 0]);
  expect(kept[0]?.ended_at).toBe(whole.ended_at);
  expect(kept[1]?.ended_at).toBeGreaterThanOrEqual(before);
});
