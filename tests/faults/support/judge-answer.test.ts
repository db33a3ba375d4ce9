import { formatCursor } from '@continuo/shared/protocol/cursor';
import { entryJson, type StoredEntry } from '@continuo/shared/protocol/entry';
import { expect, test } from 'vitest';
import { makeEvidence, TAKEN_OVER } from '../../chaos/testing/make-evidence.ts';
import { judgeAnswer, type AnswerEvidence } from './judge-answer.ts';

/** One answer that was taken over once, in which nothing went wrong; with a reader of it. */
function soundAnswer(): AnswerEvidence & { redis: StoredEntry[]; postgres: StoredEntry[] } {
  const { postgres, ledger } = makeEvidence();
  const row = postgres.tasks.find(({ taskId }) => taskId === TAKEN_OVER);
  if (!row) throw new Error('the evidence has no such task');
  const events = row.entries.map((entry) => ({
    id: formatCursor(entry),
    event: entry.type,
    data: entryJson(entry),
  }));
  return {
    taskId: TAKEN_OVER,
    prompt: 'first',
    model: row.request.model,
    readings: [events],
    redis: row.entries,
    postgres: structuredClone(row.entries),
    calls: ledger.filter(({ prompt }) => prompt === 'first'),
  };
}

test('a sound answer has lost nothing and costs the input of its second call', () => {
  expect(judgeAnswer(soundAnswer())).toEqual({
    isLost: false,
    wrongEntries: 0,
    boughtAgain: 0,
    spaceBoughtAgain: 0,
    inputBoughtAgain: 5,
    complaints: [],
  });
});

test('an answer without an end is lost', () => {
  const answer = soundAnswer();
  answer.redis.pop();

  expect(judgeAnswer(answer)).toMatchObject({
    isLost: true,
    complaints: expect.arrayContaining([expect.stringContaining('nothing')]),
  });
});

test('an answer whose text is another one is lost', () => {
  const answer = soundAnswer();

  expect(judgeAnswer({ ...answer, model: 'sim-claude@tokens=10' }).isLost).toBe(true);
});

test('a reader that saw no end makes an answer a lost one', () => {
  expect(judgeAnswer({ ...soundAnswer(), readings: [undefined] }).isLost).toBe(true);
});

test.each<[string, (events: AnswerEvidence['readings'][number] & object) => unknown[], number]>([
  ['missing', (events) => events.slice(0, -1), 1],
  ['repeated', (events) => [...events, ...events.slice(-1)], 1],
  ['out of order', (events) => [...events.slice(1, 2), ...events.slice(0, 1), ...events.slice(2)], 2],
  ['changed', ([first, ...rest]) => [{ ...first, data: '{}' }, ...rest], 1],
])('an entry that is %s at a reader is wrong', (_how, spoil, wrong) => {
  const answer = soundAnswer();
  const readings = answer.readings.map((events) => spoil(events ?? [])) as AnswerEvidence['readings'];

  expect(judgeAnswer({ ...answer, readings }).wrongEntries).toBe(wrong);
});

test('an entry that the stores have differently is wrong', () => {
  const answer = soundAnswer();
  answer.postgres.splice(2, 1);

  expect(judgeAnswer(answer).wrongEntries).toBeGreaterThan(0);
});

test('tokens that were stored and that a later call generated again are counted', () => {
  const answer = soundAnswer();
  const calls = answer.calls.map((call) =>
    call.first_token === 4 ? { ...call, first_token: 2, output_tokens: 8 } : call,
  );

  expect(judgeAnswer({ ...answer, calls }).boughtAgain).toBe(2);
});
