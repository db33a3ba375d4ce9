import { describe, expect, test } from 'vitest';
import { fromLiveMessage, fromStream } from './entry-codec.ts';

const FIELDS = ['type', 'chunk', 'epoch', '3', 'at', '1794000000000', 'data', '{"chunk_id":0,"text":"a"}'];
const ENTRY = {
  seq: 48,
  incarnation: 1,
  type: 'chunk',
  epoch: 3,
  at: 1_794_000_000_000,
  data: '{"chunk_id":0,"text":"a"}',
};

test('a record of the stream and a line of a live message are the same entry', () => {
  expect(fromStream(['48-1', FIELDS])).toEqual(ENTRY);
  expect(fromLiveMessage('48-1\tchunk\t3\t1794000000000\t{"chunk_id":0,"text":"a"}')).toEqual([ENTRY]);
});

describe('what no transition wrote', () => {
  test.each<[string, string[]]>([
    ['1794000000000-0', FIELDS],
    ['$', FIELDS],
    ['48-1', FIELDS.slice(0, 6)],
    ['48-1', []],
  ])('is refused as a record: %s %j', (id, fields) => {
    expect(() => fromStream([id, fields])).toThrow('not an entry of a task stream');
  });

  test.each(['', '48-1', '48-1\tchunk\t3\t1', '48-1\tchunk\t3\t1\t{}\nx'])(
    'is refused as a message: %j',
    (message) => {
      expect(() => fromLiveMessage(message)).toThrow('not an entry of a task stream');
    },
  );
});
