import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeEntry, encodeData, entryJson, NO_USAGE, type EntryDraft, type StoredEntry } from './entry.ts';

/** Every UTF-16 unit there is, in any order. */
const anyText = fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units));

const HEADER = { seq: 48, incarnation: 1, epoch: 3, at: 1_794_000_000_000 };

/** One draft of every type there is. */
const DRAFTS: EntryDraft[] = [
  { type: 'accepted', provider: 'openai', model: 'm', conversation_id: 'c_1', request_hash: 'ab' },
  {
    type: 'attempt_started',
    attempt: 2,
    worker: 'host-1',
    provider: 'openai',
    model: 'm',
    strategy: 'restart',
    kept_chunks: 0,
  },
  { type: 'provider_handle', handle: 'resp_1' },
  { type: 'chunk', chunk_id: 0, text: 'a "b" \\ \u2028 \u{1F9ED}' },
  { type: 'chunk', chunk_id: 1, text: '', provider_cursor: '7' },
  { type: 'retry_scheduled', attempt: 1, code: 'provider_error', message: 'x', delay_ms: 10 },
  {
    type: 'failed_over',
    attempt: 1,
    message: 'x',
    from_provider: 'openai',
    to_provider: 'anthropic',
    to_model: 'm',
    code: 'provider_error',
  },
  { type: 'cancel_requested' },
  { type: 'cache_hit', source_task_id: 't0_1', kept_chunks: 4 },
  { type: 'completed', finish_reason: 'stop', usage: NO_USAGE, cost_usd: null },
  { type: 'failed', code: 'internal', message: 'x', retryable: true },
  { type: 'cancelled' },
];

function store(draft: EntryDraft): StoredEntry {
  return { ...HEADER, type: draft.type, data: encodeData(draft) };
}

describe('the JSON text of an entry', () => {
  test.each(DRAFTS)('$type: header and fields in one object, as JSON.stringify would write it', (draft) => {
    const { type, ...body } = draft;
    expect(entryJson(store(draft))).toBe(
      JSON.stringify({ type, epoch: HEADER.epoch, at: HEADER.at, ...body }),
    );
  });

  test('is the same for any text a chunk may have', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const draft: EntryDraft = { type: 'chunk', chunk_id: 3, text };
        const expected = { type: 'chunk', epoch: HEADER.epoch, at: HEADER.at, chunk_id: 3, text };
        expect(entryJson(store(draft))).toBe(JSON.stringify(expected));
      }),
    );
  });

  test('has neither tab nor line end, which part the columns and lines of a live message', () => {
    const draft: EntryDraft = { type: 'chunk', chunk_id: 0, text: 'a\tb\nc\rd\u2028e\u0085f' };
    expect(entryJson(store(draft))).not.toMatch(/[\t\n\r]/);
  });
});

test.each(DRAFTS)('$type is decoded to what was written', (draft) => {
  expect(decodeEntry(store(draft))).toEqual({ ...HEADER, ...draft });
});
