import { describe, expect, test } from 'vitest';
import { decideAfterDeath, type Death } from './restart-policy.ts';

const KILLED: Death = { code: null, signal: 'SIGKILL', livedMs: 2_000 };
const LONG_LIVED: Death = { ...KILLED, livedMs: 3_600_000 };
const BAD_CONFIGURATION: Death = { code: 78, signal: null, livedMs: 50 };

describe('a process that dies', () => {
  test('is started again at once the first time', () => {
    expect(decideAfterDeath(KILLED, true, 0, true)).toEqual({
      action: 'restart',
      delayMs: 0,
      earlyDeaths: 1,
    });
  });

  test('waits longer each time it dies early again, up to five seconds', () => {
    const delays: number[] = [];
    for (let earlyDeaths = 0; earlyDeaths < 12;) {
      const next = decideAfterDeath(KILLED, true, earlyDeaths, true);
      if (next.action !== 'restart') throw new Error('it was given up');
      delays.push(next.delayMs);
      earlyDeaths = next.earlyDeaths;
    }
    expect(delays).toEqual([0, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000, 5_000, 5_000]);
  });

  test('waits no longer than it may', () => {
    expect(decideAfterDeath(KILLED, true, 9, true, 300)).toMatchObject({ delayMs: 300 });
  });

  test('is started at once again after a long life', () => {
    expect(decideAfterDeath(LONG_LIVED, true, 9, true)).toEqual({
      action: 'restart',
      delayMs: 0,
      earlyDeaths: 1,
    });
  });

  test('is given up when it was never ready', () => {
    expect(decideAfterDeath(KILLED, false, 0, true)).toEqual({ action: 'give_up', cause: 'never_started' });
  });

  test('is given up when it says that its configuration is wrong, ready before or not', () => {
    const givenUp = { action: 'give_up', cause: 'bad_configuration' };
    expect(decideAfterDeath(BAD_CONFIGURATION, false, 0, true)).toEqual(givenUp);
    expect(decideAfterDeath(BAD_CONFIGURATION, true, 0, true)).toEqual(givenUp);
  });

  test('stays down with RESTART=0', () => {
    expect(decideAfterDeath(LONG_LIVED, true, 0, false)).toEqual({ action: 'give_up', cause: 'restart_off' });
  });
});
