import { describe, expect, test } from 'vitest';
import {
  countedWindow,
  countFilters,
  nameFilters,
  parseFilters,
  readFilters,
  toListQuery,
  writeFilters,
  type TaskFilters,
} from './filters.ts';

const ALL: TaskFilters = {
  status: 'failed',
  provider: 'simulator',
  model: 'sim-writer@tps=100,tokens=400',
  cached: 'false',
  batch: 'b_1',
  conv: 'c_1',
  worker: 'host-1',
  range: 'custom',
  from: '1000',
  to: '2000',
  q: 'tea & "a phrase" -coffee',
};

describe('filters in an address', () => {
  test('come back as they were', () => {
    expect(parseFilters(nameFilters(ALL))).toEqual(ALL);
    expect(readFilters(writeFilters(ALL))).toEqual(ALL);
  });

  test('that are none leave nothing in it', () => {
    expect(nameFilters({})).toBe('');
    expect(nameFilters({ range: '7d' })).toBe('');
    expect(Object.values(writeFilters({})).every((value) => value === undefined)).toBe(true);
  });

  test.each([
    { status: 'done' },
    { provider: 'nobody' },
    { cached: 'yes' },
    { range: '2h' },
    { from: 'yesterday' },
    { q: '  ' },
    { model: ['a', 'b'] },
  ])('that mean nothing are none: %j', (search) => {
    expect(readFilters(search)).toEqual({});
  });

  test('leave what else stands there alone', () => {
    expect(readFilters({ tab: 'events', status: 'running' })).toEqual({ status: 'running' });
  });
});

describe('what the API is asked', () => {
  test('has its own names', () => {
    expect(toListQuery(ALL, 0)).toEqual({
      status: 'failed',
      provider: 'simulator',
      model: 'sim-writer@tps=100,tokens=400',
      cached: 'false',
      batch_id: 'b_1',
      conversation_id: 'c_1',
      worker: 'host-1',
      from: 1_000,
      to: 2_000,
      text: 'tea & "a phrase" -coffee',
    });
  });

  test('begins where the figures of that time begin', () => {
    const now = 1_795_246_094_790;
    const { from } = toListQuery({ range: '1h' }, now);
    expect(from).toBe(Math.floor(now / 60_000) * 60_000 - 59 * 60_000);
    expect(toListQuery({}, now)).toEqual(toListQuery({ range: '7d' }, now));
  });

  test('is without times where all are wanted', () => {
    expect(toListQuery({ range: 'all', from: '5' }, 9)).toEqual({});
  });
});

describe('the figures beside the statuses', () => {
  test('are those of the same time', () => {
    expect(countedWindow({})).toBe('7d');
    expect(countedWindow({ range: '1h', status: 'failed' })).toBe('1h');
  });

  test('are left out where they would be of something else', () => {
    for (const filters of [{ range: 'all' }, { range: 'custom' }, { q: 'tea' }, { model: 'm' }] as const) {
      expect(countedWindow(filters)).toBeUndefined();
    }
  });
});

test('filters are counted as people see them', () => {
  expect(countFilters({})).toBe(0);
  expect(countFilters({ range: 'all' })).toBe(0);
  expect(countFilters({ range: '1h', status: 'failed', q: 'tea' })).toBe(3);
  expect(countFilters(ALL)).toBe(9);
});
