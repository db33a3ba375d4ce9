import { describe, expect, test } from 'vitest';
import { findIdle } from './find-idle.ts';

describe('idle times', () => {
  test('are the long pauses between two moments', () => {
    expect(findIdle({ from: 0, to: 10_000 }, [9_000, 1_000, 2_000])).toEqual([{ from: 2_000, to: 9_000 }]);
  });

  test('may be before the first moment and behind the last', () => {
    expect(findIdle({ from: 0, to: 9_000 }, [4_000])).toEqual([
      { from: 0, to: 4_000 },
      { from: 4_000, to: 9_000 },
    ]);
  });

  test('are long in themselves: not every pause of a short task is one', () => {
    expect(findIdle({ from: 0, to: 1_400 }, [100])).toEqual([]);
  });

  test('are long beside the whole: not every second of a long task is one', () => {
    expect(findIdle({ from: 0, to: 60_000 }, [0, 30_000, 33_000, 36_000])).toEqual([
      { from: 0, to: 30_000 },
      { from: 36_000, to: 60_000 },
    ]);
  });

  test('lie within the whole', () => {
    expect(findIdle({ from: 5_000, to: 8_000 }, [0, 20_000])).toEqual([{ from: 5_000, to: 8_000 }]);
  });
});
