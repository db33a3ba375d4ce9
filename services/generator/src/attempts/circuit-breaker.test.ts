import { expect, test } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.ts';

function makeBreaker(): { breaker: CircuitBreaker; clock: { nowMs: number } } {
  const clock = { nowMs: 0 };
  return { breaker: new CircuitBreaker(5_000, () => clock.nowMs), clock };
}

function failTimes(breaker: CircuitBreaker, times: number): void {
  for (let i = 0; i < times; i += 1) breaker.failed('openai', 'provider_error');
}

test('opens after five failures in a row, for that provider only', () => {
  const { breaker } = makeBreaker();
  failTimes(breaker, 4);
  expect(breaker.openMs('openai')).toBe(0);
  failTimes(breaker, 1);
  expect(breaker.openMs('openai')).toBe(5_000);
  expect(breaker.openMs('anthropic')).toBe(0);
});

test('a success in between starts the count anew', () => {
  const { breaker } = makeBreaker();
  failTimes(breaker, 4);
  breaker.succeeded('openai');
  failTimes(breaker, 4);
  expect(breaker.openMs('openai')).toBe(0);
});

test('lets one attempt try after a while, whose failure opens it for twice as long, up to a minute', () => {
  const { breaker, clock } = makeBreaker();
  failTimes(breaker, 5);
  const opened = [5_000, 10_000, 20_000, 40_000, 60_000, 60_000].map((expectedMs) => {
    const openMs = breaker.openMs('openai');
    clock.nowMs += openMs;
    expect(breaker.openMs('openai')).toBe(0);
    failTimes(breaker, 1);
    return { expectedMs, openMs };
  });
  expect(opened.map(({ openMs }) => openMs)).toEqual(opened.map(({ expectedMs }) => expectedMs));
});

test('a refused request says nothing about the provider', () => {
  const { breaker } = makeBreaker();
  for (let i = 0; i < 20; i += 1) breaker.failed('openai', 'provider_rejected');
  expect(breaker.openMs('openai')).toBe(0);
});
