import { describe, expect, test } from 'vitest';
import { makeTimeScale } from './time-scale.ts';

describe('the axis of time', () => {
  test('is true to scale', () => {
    const scale = makeTimeScale({ from: 1_000, to: 5_000 }, []);
    expect([1_000, 2_000, 5_000].map(scale.placeOf)).toEqual([0, 0.25, 1]);
    expect([0, 0.25, 1].map(scale.momentAt)).toEqual([1_000, 2_000, 5_000]);
  });

  test('ends where it ends', () => {
    const scale = makeTimeScale({ from: 1_000, to: 5_000 }, []);
    expect([0, 9_000].map(scale.placeOf)).toEqual([0, 1]);
    expect([-1, 2].map(scale.momentAt)).toEqual([1_000, 5_000]);
  });

  test('gives little room to hidden times, and the rest to the others by their length', () => {
    const scale = makeTimeScale({ from: 0, to: 10_000 }, [{ from: 1_000, to: 7_000 }]);
    const [before, behind] = [scale.placeOf(1_000), scale.placeOf(7_000)];
    expect(behind - before).toBeLessThan(0.05);
    expect((1 - behind) / before).toBeCloseTo(3);
    expect(scale.momentAt(scale.placeOf(4_000))).toBeCloseTo(4_000);
  });

  test('keeps room for what is shown, however much is hidden', () => {
    const hidden = Array.from({ length: 60 }, (_, n) => ({ from: n * 100, to: n * 100 + 99 }));
    const scale = makeTimeScale({ from: 0, to: 6_000 }, hidden);
    const shown = hidden.reduce((sum, { to }) => sum + scale.placeOf(to + 1) - scale.placeOf(to), 0);
    expect(shown).toBeCloseTo(0.6);
    expect(scale.placeOf(6_000)).toBeCloseTo(1);
  });

  test('grows with time, also over hidden times', () => {
    const scale = makeTimeScale({ from: 0, to: 10_000 }, [
      { from: 0, to: 2_000 },
      { from: 5_000, to: 10_000 },
    ]);
    const places = Array.from({ length: 101 }, (_, n) => scale.placeOf(n * 100));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(new Set(places).size).toBe(places.length);
  });

  test('of no time at all is a place', () => {
    const scale = makeTimeScale({ from: 7, to: 7 }, []);
    expect([scale.placeOf(7), scale.momentAt(0.5)]).toEqual([0, 7]);
  });

  test('of hidden time alone is that', () => {
    const scale = makeTimeScale({ from: 0, to: 4_000 }, [{ from: 0, to: 4_000 }]);
    expect(scale.placeOf(2_000)).toBeCloseTo(0.5);
  });
});
