import { expect, test } from 'vitest';
import { describeState } from './describe-state.ts';

const accepted = { delivery: () => 'accepted' as const };
const queued = { delivery: () => 'queued' as const };
const fault = { kind: 'fault', fault: { kind: 'foreign', status: 418 } } as const;

test.each([
  ['loading', undefined, []],
  ['ready', undefined, [accepted]],
  ['ready', { kind: 'there' }, []],
  ['missing', { kind: 'unknown' }, []],
  ['ready', { kind: 'unknown' }, [queued]],
  ['gone', { kind: 'unknown' }, [accepted, queued]],
  ['fault', fault, []],
  ['ready', fault, [accepted]],
] as const)('case %#: it is %s', (expected, verdict, turns) => {
  expect(describeState(verdict, turns)).toBe(expected);
});
