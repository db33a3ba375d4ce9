import { expect, test } from 'vitest';
import { parseModelName, type ModelName } from './model-name.ts';
import { makePlanRegistry, plannedSchema, type Asked } from './plan-registry.ts';

const asked: Asked = { endpoint: 'messages', requestedModel: 'sim-claude', prompt: 'Explain logs' };

function name(requested: string): ModelName {
  const parsed = parseModelName(requested);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
}

test('a plan counts for the first matching requests, then it is gone', () => {
  const registry = makePlanRegistry();
  registry.add(plannedSchema.parse({ match: { prompt: 'logs' }, times: 2, plan: { tps: 5 } }));
  const plans = Array.from({ length: 3 }, () => registry.take(asked, name('sim-claude')));
  expect(plans).toEqual([{ tps: 5 }, { tps: 5 }, {}]);
  expect(registry.list()).toEqual([]);
});

test.each([
  ['another prompt', { prompt: 'joins' }],
  ['another model', { model: 'sim-writer' }],
  ['another endpoint', { endpoint: 'responses' }],
])('a plan for %s does not count', (_, match) => {
  const registry = makePlanRegistry();
  registry.add(plannedSchema.parse({ match, plan: { tps: 5 } }));
  expect(registry.take(asked, name('sim-claude'))).toEqual({});
});

test('a plan strikes retrieving and cancelling only when it names them', () => {
  const registry = makePlanRegistry();
  registry.add(plannedSchema.parse({ match: {}, plan: { tps: 1 } }));
  registry.add(plannedSchema.parse({ match: { endpoint: 'retrieve' }, plan: { tps: 2 } }));
  expect(registry.takePlanned({ ...asked, endpoint: 'cancel' })).toEqual({});
  expect(registry.takePlanned({ ...asked, endpoint: 'retrieve' })).toEqual({ tps: 2 });
  expect(registry.takePlanned(asked)).toEqual({ tps: 1 });
});

test("the oldest of several plans counts, and the model name's own keys stand over it", () => {
  const registry = makePlanRegistry();
  registry.add(plannedSchema.parse({ match: {}, plan: { tps: 1, split: 9 } }));
  registry.add(plannedSchema.parse({ match: {}, plan: { tps: 2 } }));
  expect(registry.take(asked, name('sim-claude@tps=7'))).toEqual({ tps: 7, split: 9 });
});

test('times in a model name takes the fault away after so many requests with the same prompt, and only the fault', () => {
  const registry = makePlanRegistry();
  const faulty = name('sim-claude@tps=7,fault=reset:4,times=1');
  expect(registry.take(asked, faulty)).toHaveProperty('fault');
  expect(registry.take(asked, faulty)).toEqual({ tps: 7 });
  expect(registry.take({ ...asked, prompt: 'Another' }, faulty)).toHaveProperty('fault');
});

test('clearing forgets the plans and what was counted', () => {
  const registry = makePlanRegistry();
  const faulty = name('sim-claude@fault=reset:4,times=1');
  registry.add(plannedSchema.parse({ match: {}, times: 9, plan: { tps: 1 } }));
  registry.take(asked, faulty);
  registry.clear();
  expect(registry.take(asked, faulty)).toEqual(faulty.plan);
});

test('the thousand-and-first plan is not taken', () => {
  const registry = makePlanRegistry();
  const add = () => registry.add(plannedSchema.parse({ match: {}, plan: {} }));
  expect(Array.from({ length: 1000 }, add).every((id) => id !== undefined)).toBe(true);
  expect(add()).toBeUndefined();
});
