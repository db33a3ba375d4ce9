import { expect, test } from 'vitest';
import { expectedAnswer, parseModelName } from './model-name.ts';

test('a name without settings is only a name', () => {
  expect(parseModelName('sim-writer')).toEqual({ model: 'sim-writer', plan: {}, times: undefined });
});

test('settings follow the name behind an at sign', () => {
  expect(
    parseModelName('sim-writer@tps=200,tokens=400,preamble,fault=error:40:overloaded_error,times=2'),
  ).toEqual({
    model: 'sim-writer',
    plan: {
      tps: 200,
      tokens: 400,
      preamble: true,
      fault: { where: 'ending', kind: 'error', at: 40, detail: 'overloaded_error' },
    },
    times: 2,
  });
});

test.each([
  'sim-writer@speed=3',
  'sim-writer@tps=fast',
  'sim-writer@tokens=-1',
  'sim-writer@split=0',
  'sim-writer@fault=reset',
  'sim-writer@fault=reset:x',
  'sim-writer@fault=explode:3',
  'sim-writer@fault=399',
  'sim-writer@fault=html:999',
  'sim-writer@fault=429:a:b',
  'sim-writer@fault=reset:1:2:3',
  'sim-writer@content_type=nonsense',
  'sim-writer@times=0',
  '@tps=1',
  'a@b=1@c=2',
  'x'.repeat(301),
])('%s is answered with a sentence', (name) => {
  expect(parseModelName(name)).toMatch(/^invalid /);
});

test.each([
  ['429', { where: 'instead', kind: 'status', status: 429, detail: undefined }],
  ['503:slow_down', { where: 'instead', kind: 'status', status: 503, detail: 'slow_down' }],
  ['quota', { where: 'instead', kind: 'quota', detail: undefined }],
  ['html:502', { where: 'instead', kind: 'html', detail: '502' }],
  ['reset:0', { where: 'ending', kind: 'reset', at: 0, detail: undefined }],
  ['huge:3:100', { where: 'passing', kind: 'huge', at: 3, detail: '100' }],
  ['freeze:9', { where: 'model', kind: 'freeze', at: 9, detail: undefined }],
])('fault=%s is understood', (text, fault) => {
  expect(parseModelName(`m@fault=${text}`)).toMatchObject({ plan: { fault } });
});

test('the expected answer depends on the bare name, the seed and the length, on no other setting', () => {
  const plain = expectedAnswer('sim-writer', 'Hello', 5).text;
  expect(expectedAnswer('sim-writer@tps=3,fault=reset:9,split=1', 'Hello', 5).text).toBe(plain);
  expect(expectedAnswer('sim-writer@seed=5', 'Hello').text).toBe(plain);
  expect(expectedAnswer('sim-writer@tokens=20', 'Hello', 5).tokens).toHaveLength(20);
});
