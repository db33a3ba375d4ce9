import { expect, test } from 'vitest';
import { describeReport } from './describe-report.ts';

const NOTHING = { unfinished: 7, restored: 0, completed: 0, elsewhere: 0, failed: [] };

test('a look that found nothing to do says that it looked', () => {
  expect(describeReport(NOTHING)).toBe('7 unfinished tasks in Postgres, 7 of them whole in Redis.');
});

test('what was done, and what was not, has a line each', () => {
  const failed = [{ taskId: 't0_1' as const, reason: 'OOM' }];
  const report = { ...NOTHING, restored: 2, completed: 1, elsewhere: 1, failed };
  expect(describeReport(report).split('\n')).toEqual([
    '7 unfinished tasks in Postgres, 2 of them whole in Redis.',
    '2 were gone from Redis and are put back; generators continue them.',
    '1 had lost their end in Redis and are whole again.',
    '1 ended meanwhile, or somebody else was putting them back.',
    't0_1 could not be put back: OOM',
  ]);
});
