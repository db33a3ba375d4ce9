import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeData, type StoredEntry } from './entry.ts';
import { encodeEntries, encodeEntry, encodeRetry, encodeRewind, HEARTBEAT } from './sse.ts';

/** Every UTF-16 unit there is, line ends more often than others. */
const anyText = fc
  .array(fc.oneof(fc.nat(0xffff), fc.constantFrom(10, 13, 58)))
  .map((units) => String.fromCharCode(...units));

function chunk(text: string, seq = 5): StoredEntry {
  const data = encodeData({ type: 'chunk', chunk_id: 2, text });
  return { seq, incarnation: 0, epoch: 1, at: 1_794_000_000_000, type: 'chunk', data };
}

/** The lines of a frame as the standard parts them: by CR LF, LF or CR. */
function linesOf(frame: string): string[] {
  return frame.split(/\r\n|\n|\r/);
}

describe('an SSE frame', () => {
  test('has the cursor as its id, the entry type as its event and one line of JSON', () => {
    expect(encodeEntry(chunk('Hello'))).toBe(
      'id: 5-0\nevent: chunk\ndata: {"type":"chunk","epoch":1,"at":1794000000000,"chunk_id":2,"text":"Hello"}\n\n',
    );
  });

  test.each(['a\r\nb', '\n\nevent: evil\ndata: x\n\n', '\rid: 99-0\r', '\n\n', 'data: \u2028\u2029', ':\n'])(
    'cannot be broken out of by the text %j',
    (text) => {
      const [id, event, data = '', ...rest] = linesOf(encodeEntry(chunk(text)));
      expect([id, event, rest]).toEqual(['id: 5-0', 'event: chunk', ['', '']]);
      expect((JSON.parse(data.replace(/^data: /, '')) as { text: string }).text).toBe(text);
    },
  );

  test('cannot be broken out of by any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(linesOf(encodeEntry(chunk(text)))).toHaveLength(5);
      }),
    );
  });

  test('stands beside others without anything between them', () => {
    const entries = [chunk('a', 1), chunk('b', 2)];
    expect(encodeEntries(entries)).toBe(entries.map(encodeEntry).join(''));
    expect(encodeEntries([])).toBe('');
  });
});

test('invariant 4: a rewind names the cursor to go on from, as its id and in its data', () => {
  expect(encodeRewind({ seq: 40, incarnation: 1 })).toBe(
    'id: 40-1\nevent: rewind\ndata: {"seq":40,"incarnation":1}\n\n',
  );
});

test('the wait before a reconnection is a whole number', () => {
  expect(encodeRetry(1234.9)).toBe('retry: 1234\n\n');
});

test('a heartbeat is a comment', () => {
  expect(linesOf(HEARTBEAT)).toEqual([': heartbeat', '', '']);
});
