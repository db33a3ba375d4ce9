import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeEntry, encodeData, type StoredEntry } from '../protocol/entry.ts';
import { fromChunkRow, toChunkRow, type ChunkRow } from './log-rows.ts';

const TASK = 't0_019aa0c25f3e7d1cb0a1c2d3e4f50617';

function chunkRowOf(data: string): { stored: StoredEntry; row: ChunkRow | undefined } {
  const stored: StoredEntry = {
    seq: 7,
    incarnation: 2,
    type: 'chunk',
    epoch: 3,
    at: 1_700_000_000_000,
    data,
  };
  const entry = decodeEntry(stored);
  return { stored, row: entry.type === 'chunk' ? toChunkRow(TASK, stored, entry) : undefined };
}

describe('invariant 5', () => {
  test('a chunk comes back from its columns to the byte, whatever its text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }));
    const cursor = fc.option(text, { nil: undefined });
    fc.assert(
      fc.property(fc.nat(), text, cursor, (chunkId, chunkText, providerCursor) => {
        const { stored, row } = chunkRowOf(
          encodeData({
            type: 'chunk',
            chunk_id: chunkId,
            text: chunkText,
            ...(providerCursor === undefined ? {} : { provider_cursor: providerCursor }),
          }),
        );
        fc.pre(row !== undefined);
        expect(fromChunkRow(row)).toEqual(stored);
      }),
    );
  });

  test.each([
    ['a field that this version does not know', '{"chunk_id":0,"text":"a","logprob":-1}'],
    ['fields in another order', '{"text":"a","chunk_id":0}'],
    ['other escapes', '{"chunk_id":0,"text":"\\u00e9"}'],
    ['white space', '{"chunk_id":0, "text":"a"}'],
    ['a provider cursor that is null', '{"chunk_id":0,"text":"a","provider_cursor":null}'],
    ['NUL', '{"chunk_id":0,"text":"\\u0000"}'],
    ['half a surrogate pair', '{"chunk_id":0,"text":"\\ud83d"}'],
    ['NUL in the provider cursor', '{"chunk_id":0,"text":"a","provider_cursor":"\\u0000"}'],
  ])('a chunk with %s is kept as an event, because its columns would lose it', (_what, data) => {
    expect(chunkRowOf(data).row).toBeUndefined();
  });
});
