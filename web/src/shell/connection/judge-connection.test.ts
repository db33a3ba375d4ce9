import { expect, test } from 'vitest';
import { isBack, judgeConnection } from './judge-connection.ts';

const lost = (lostMs: number, hasNetwork = true) =>
  judgeConnection({ lostAt: 1_000, hasNetwork, now: 1_000 + lostMs });

test('while nothing is lost the connection is live, whatever the browser thinks of the network', () => {
  expect(judgeConnection({ lostAt: undefined, hasNetwork: false, now: 5 })).toBe('live');
});

test.each([
  [0, 'connecting'],
  [999, 'connecting'],
  [1_000, 'reconnecting'],
  [29_999, 'reconnecting'],
  [30_000, 'down'],
])('after %d ms it is %s', (lostMs, state) => {
  expect(lost(lostMs)).toBe(state);
});

test('without a network it is offline from the first moment', () => {
  expect(lost(0, false)).toBe('offline');
  expect(lost(60_000, false)).toBe('offline');
});

test('only what was lost and got through says that the service is back', () => {
  expect(isBack({ kind: 'connecting' }, { kind: 'live' })).toBe(true);
  expect(isBack({ kind: 'waiting', nextTryAt: 1 }, { kind: 'live' })).toBe(true);
  expect(isBack(undefined, { kind: 'live' })).toBe(false);
  expect(isBack({ kind: 'live' }, { kind: 'live' })).toBe(false);
  expect(isBack({ kind: 'live' }, { kind: 'connecting' })).toBe(false);
});
