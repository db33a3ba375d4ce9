import { expect, test } from 'vitest';
import { placeTicks } from './place-ticks.ts';
import { makeTimeScale } from './time-scale.ts';

test('ticks are at round times since the beginning', () => {
  const ticks = placeTicks(makeTimeScale({ from: 1_234, to: 11_234 }, []), 0.15);
  expect(ticks.map(({ ms }) => ms)).toEqual([0, 2_000, 4_000, 6_000, 8_000]);
});

test('none is inside of a hidden time, and none too close to another', () => {
  const scale = makeTimeScale({ from: 0, to: 100_000 }, [{ from: 4_000, to: 96_000 }]);
  const ticks = placeTicks(scale, 0.1);
  expect(ticks.every(({ ms }) => ms <= 4_000 || ms >= 96_000)).toBe(true);
  const places = ticks.map(({ place }) => place);
  expect(Math.min(...places.slice(1).map((place, index) => place - (places[index] ?? 0)))).toBeGreaterThan(
    0.07,
  );
  expect(ticks.length).toBeGreaterThan(5);
});

test.each([0, 1, 40, 90_000, 3_600_000, 40 * 86_400_000])(
  'an axis of %i ms has a bounded number',
  (lengthMs) => {
    const count = placeTicks(makeTimeScale({ from: 0, to: lengthMs }, []), 0.1).length;
    expect(count).toBeGreaterThanOrEqual(1);
    expect(count).toBeLessThanOrEqual(13);
  },
);
