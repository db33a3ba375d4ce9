import { describe, expect, test } from 'vitest';
import { encodeData, type EntryDraft } from '../protocol/entry.ts';
import { findDivergence, judgePart, NEW_HEAD, type MirrorHead } from './judge-part.ts';
import { addEntry, type TaskPart } from './task-part.ts';
import { emptyProgress } from './task-progress.ts';

function partOf(seqs: number[], incarnation = 0): TaskPart {
  const part: TaskPart = {
    taskId: 't0_019aa0c25f3e7d1cb0a1c2d3e4f50617',
    entries: [],
    progress: emptyProgress(),
    origin: undefined,
  };
  for (const seq of seqs) {
    const draft: EntryDraft = { type: 'chunk', chunk_id: seq, text: `${seq}` };
    addEntry(part, { seq, incarnation, type: draft.type, epoch: 1, at: 1, data: encodeData(draft) });
  }
  return part;
}

function judge(seqs: number[], head: MirrorHead | undefined, incarnation = 0) {
  const judgement = judgePart(partOf(seqs, incarnation), head);
  if (judgement.tag !== 'write') return judgement;
  const seqsOf = (entries: typeof judgement.news) => entries.map(({ stored }) => stored.seq);
  return { redo: seqsOf(judgement.redo), news: seqsOf(judgement.news) };
}

const head = (seq: number, incarnation = 0): MirrorHead => ({ seq, incarnation, status: 'running' });

describe('a part is judged by where the mirrored log ends', () => {
  test('all of a new log is news', () => {
    expect(judge([1, 2], NEW_HEAD)).toEqual({ redo: [], news: [1, 2] });
  });

  test('what follows on the head is news', () => {
    expect(judge([3, 4], head(2))).toEqual({ redo: [], news: [3, 4] });
  });

  test('what is there already is to be compared', () => {
    expect(judge([1, 2, 3], head(2))).toEqual({ redo: [1, 2], news: [3] });
    expect(judge([1, 2], head(5))).toEqual({ redo: [1, 2], news: [] });
  });

  test('a hole is refused with the seq to go on from', () => {
    expect(judge([4], head(2))).toEqual({ tag: 'gap', seq: 2 });
    expect(judge([2], NEW_HEAD)).toEqual({ tag: 'gap', seq: 0 });
  });

  test('a task that Postgres does not know is a hole from the beginning', () => {
    expect(judge([1], undefined)).toEqual({ tag: 'gap', seq: 0 });
  });

  test('entries of a log that was rebuilt since are superseded', () => {
    expect(judge([3], head(2, 1))).toEqual({ tag: 'superseded' });
  });

  test('entries of a rebuilt log follow on the old ones', () => {
    expect(judge([3], head(2, 0), 1)).toEqual({ redo: [], news: [3] });
  });

  test('entries behind a terminal one are another log', () => {
    expect(judge([3, 4], { ...head(3), status: 'completed' })).toEqual({ tag: 'diverged', seqs: [4] });
  });
});

describe('entries that differ are found', () => {
  const ours = partOf([1, 2, 3]).entries;
  const theirs = ours.map(({ stored }) => stored);

  test('equal ones are not', () => {
    expect(findDivergence(ours, theirs)).toEqual([]);
  });

  test.each([
    { data: '{}' },
    { epoch: 2 },
    { at: 2 },
    { incarnation: 1 },
    { type: 'cancelled' as const },
    { seq: 9 },
  ])('one with other %j is', (other) => {
    const [first, second, third] = theirs;
    if (!first || !second || !third) throw new Error('three entries');
    expect(findDivergence(ours, [first, { ...second, ...other }, third])).toEqual([2]);
  });

  test('one that is missing is', () => {
    expect(findDivergence(ours, theirs.slice(0, 2))).toEqual([3]);
  });
});
