import { expect, test } from 'vitest';
import { judgeLoss } from './judge-loss.ts';

test.each([
  [undefined, 'everything'],
  [{ seq: 9, incarnation: 1 }, 'end'],
  [{ seq: 9, incarnation: 2 }, 'end'],
  [{ seq: 10, incarnation: 0 }, 'incarnation'],
  [{ seq: 10, incarnation: 1 }, 'none'],
  [{ seq: 12, incarnation: 1 }, 'none'],
  [{ seq: 12, incarnation: 2 }, 'none'],
] as const)('Postgres has 10 entries of incarnation 1, Redis %j: lost is %s', (head, loss) => {
  expect(judgeLoss({ seq: 10, incarnation: 1 }, head)).toBe(loss);
});
