import { describe, expect, test } from 'vitest';
import { isBack, judgeConnection, type ContactChange } from './judge-connection.ts';

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

describe('those that wait are told that the service is back', () => {
  const gotThrough: ContactChange = {
    before: { kind: 'connecting' },
    contact: { kind: 'live' },
    isAnybodyWaiting: true,
    toldMsAgo: Infinity,
  };

  test('by what was lost and got through, and by nothing else', () => {
    expect(isBack(gotThrough)).toBe(true);
    expect(isBack({ ...gotThrough, before: { kind: 'waiting', nextTryAt: 1 } })).toBe(true);
    expect(isBack({ ...gotThrough, before: undefined })).toBe(false);
    expect(isBack({ ...gotThrough, before: { kind: 'live' } })).toBe(false);
    expect(isBack({ ...gotThrough, before: { kind: 'live' }, contact: { kind: 'connecting' } })).toBe(false);
  });

  test('if there are any', () => {
    expect(isBack({ ...gotThrough, isAnybodyWaiting: false })).toBe(false);
  });

  test('once a second at most, however often something comes and goes', () => {
    let toldAt = -Infinity;
    const told: number[] = [];
    for (let now = 0; now < 5_000; now += 10) {
      if (!isBack({ ...gotThrough, toldMsAgo: now - toldAt })) continue;
      toldAt = now;
      told.push(now);
    }
    expect(told).toEqual([0, 1_000, 2_000, 3_000, 4_000]);
  });
});
