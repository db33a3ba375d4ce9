import { expect, test } from 'vitest';
import { makeChaosOptions, readChaosOptions } from './chaos-options.ts';
import { planChaos } from './plan-chaos.ts';

test('a seed decides the whole schedule, another seed another one', () => {
  const plan = (seed: number) => planChaos(makeChaosOptions({ seed }));
  expect(plan(1)).toEqual(plan(1));
  expect(plan(2)).not.toEqual(plan(1));
});

test('five minutes hold every kind of fault and of client', () => {
  const { tasks, faults } = planChaos(makeChaosOptions({ seed: 1, seconds: 300 }));
  expect(new Set(faults.map(({ kind }) => kind)).size).toBe(5);
  expect(new Set(faults.flatMap(({ targets }) => targets.map(({ service }) => service))).size).toBe(6);
  expect(faults.every(({ atMs }, i) => atMs >= (faults[i - 1]?.atMs ?? 0) && atMs < 300_000)).toBe(true);
  const bodies = new Set(tasks.map(({ body }) => body));
  expect(bodies.size).toBeLessThan(tasks.length);
  expect(tasks.some(({ sends, idempotencyKey }) => sends > 1 && idempotencyKey !== undefined)).toBe(true);
  expect(new Set(tasks.map(({ cancel }) => cancel?.when)).size).toBe(3);
  expect(new Set(tasks.map(({ body }) => body.model.split('@')[0])).size).toBe(3);
  expect(tasks.filter(({ body }) => body.model.includes('fault=')).length).toBeGreaterThan(20);
});

test('a paused generator sleeps longer than its lease', () => {
  const options = makeChaosOptions({ seed: 1, seconds: 300, leaseMs: 2_000 });
  const pauses = planChaos(options).faults.flatMap((fault) =>
    fault.kind === 'pause' && fault.targets[0]?.service === 'generator' ? [fault.forMs] : [],
  );
  expect(Math.min(...pauses)).toBeGreaterThan(2_000);
});

test('the command line is understood, and what it does not know is refused', () => {
  expect(readChaosOptions(['--seconds', '5', '--seed', '7', '--lease-ms', '900', '--keep'])).toMatchObject({
    seconds: 5,
    seed: 7,
    leaseMs: 900,
    keep: true,
    gateways: 2,
  });
  expect(() => readChaosOptions(['--secs', '5'])).toThrow('--secs');
  expect(() => readChaosOptions(['--seconds', 'many'])).toThrow('seconds');
});
