import { encodeData, NO_USAGE, type EntryDraft, type StoredEntry } from '@continuo/shared/protocol/entry';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { describe, expect, test } from 'vitest';
import { check } from './checker.ts';
import type { DumpedRow, Evidence, ProviderCall, Transcript } from './evidence/evidence.ts';
import { countRun } from './report/count-run.ts';
import { CACHED, CANCELLED, makeEvidence, TAKEN_OVER } from './testing/make-evidence.ts';

test('evidence of a run in which all promises were kept shows no violation', () => {
  expect(check(makeEvidence())).toEqual([]);
});

function rowOf({ postgres }: Evidence, id: TaskId): DumpedRow {
  return found(postgres.tasks.find(({ taskId }) => taskId === id));
}

function transcriptOf({ transcripts }: Evidence, id: TaskId): Transcript {
  return found(transcripts.find(({ taskId }) => taskId === id));
}

function callOf({ ledger }: Evidence, id: string): ProviderCall {
  return found(ledger.find((call) => call.id === id));
}

/** Changes the log of a task in every store that has it. */
function spoilLog(
  { redis, postgres }: Evidence,
  id: TaskId,
  spoil: (log: StoredEntry[]) => StoredEntry[],
): void {
  for (const task of [...redis.tasks, ...postgres.tasks].filter(({ taskId }) => taskId === id)) {
    if (task.entries) task.entries = spoil(task.entries);
  }
}

function entry(seq: number, epoch: number, draft: EntryDraft): StoredEntry {
  return { seq, incarnation: 0, epoch, at: 5_000, type: draft.type, data: encodeData(draft) };
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the evidence has no such thing');
  return value;
}

const COMPLETED = {
  type: 'completed',
  finish_reason: 'stop',
  usage: NO_USAGE,
  cost_usd: 0,
} as const satisfies EntryDraft;
const TEXT: EntryDraft = { type: 'chunk', chunk_id: 10, text: 'x' };

interface Spoiled {
  invariant: number;
  name: string;
  spoil: (evidence: Evidence) => void;
  what: RegExp;
}

const SPOILED: readonly Spoiled[] = [
  {
    invariant: 1,
    name: 'a task that was accepted and that no store has',
    spoil: (evidence) => {
      evidence.redis.tasks = evidence.redis.tasks.filter(({ taskId }) => taskId !== CACHED);
      evidence.postgres.tasks = evidence.postgres.tasks.filter(({ taskId }) => taskId !== CACHED);
    },
    what: /no store has its log/,
  },
  {
    invariant: 1,
    name: 'a task that never ended',
    spoil: (evidence) => spoilLog(evidence, TAKEN_OVER, (log) => log.slice(0, -1)),
    what: /no end/,
  },
  {
    invariant: 1,
    name: 'two terminal entries',
    spoil: (evidence) => spoilLog(evidence, CACHED, (log) => [...log, entry(log.length + 1, 0, COMPLETED)]),
    what: /2 terminal entries/,
  },
  {
    invariant: 1,
    name: 'an entry behind the terminal one',
    spoil: (evidence) => spoilLog(evidence, CACHED, (log) => [...log, entry(log.length + 1, 0, TEXT)]),
    what: /entries follow on completed/,
  },
  {
    invariant: 1,
    name: 'a status that is not what the log says',
    spoil: (evidence) => (rowOf(evidence, CANCELLED).status = 'completed'),
    what: /ends as cancelled, its status is completed/,
  },
  {
    invariant: 1,
    name: 'a key that names two tasks',
    spoil: ({ accepted }) => {
      for (const each of accepted) each.idempotencyKey = 'the same';
    },
    what: /names 3 tasks/,
  },
  {
    invariant: 1,
    name: 'a task that had not ended when the run stopped waiting',
    spoil: ({ unsettled }) => unsettled.push({ invariant: 1, what: 'still running' }),
    what: /still running/,
  },
  {
    invariant: 2,
    name: 'a hole in a log',
    spoil: (evidence) => spoilLog(evidence, CACHED, (log) => log.toSpliced(3, 1)),
    what: /entry 5 stands where 4 belongs/,
  },
  {
    invariant: 2,
    name: 'a chunk that is there twice',
    spoil: (evidence) =>
      spoilLog(evidence, CACHED, (log) =>
        log.toSpliced(3, 1, { ...found(log[3]), data: found(log[2]).data }),
      ),
    what: /chunk 0 stands where 1 belongs/,
  },
  {
    invariant: 2,
    name: 'an entry that a reader saw otherwise',
    spoil: (evidence) => {
      found(found(transcriptOf(evidence, CACHED).connections[1]).frames[0]).data = '{"type":"chunk"}';
    },
    what: /reader 0: saw 3-0/,
  },
  {
    invariant: 3,
    name: 'an entry of an older epoch behind one of a newer',
    spoil: (evidence) =>
      spoilLog(evidence, TAKEN_OVER, (log) => log.toSpliced(8, 1, { ...found(log[8]), epoch: 1 })),
    what: /of epoch 1 follows on epoch 2/,
  },
  {
    invariant: 3,
    name: 'an epoch that nobody opened',
    spoil: (evidence) => spoilLog(evidence, TAKEN_OVER, (log) => log.toSpliced(6, 1)),
    what: /epoch 2 begins with chunk/,
  },
  {
    invariant: 3,
    name: 'an epoch with two holders',
    spoil: (evidence) =>
      spoilLog(evidence, TAKEN_OVER, (log) =>
        log.map((each) => ({ ...each, epoch: Math.min(1, each.epoch) })),
      ),
    what: /two holders: host-1 and host-2/,
  },
  {
    invariant: 3,
    name: 'a write under an old fence that was taken',
    spoil: ({ fenceProbes }) => (found(fenceProbes[0]).tag = 'appended'),
    what: /append under old fence was answered appended/,
  },
  {
    invariant: 4,
    name: 'an entry that a reader was not sent',
    spoil: (evidence) => found(transcriptOf(evidence, CACHED).connections[1]).frames.shift(),
    what: /was sent 4-0 behind 2 entries/,
  },
  {
    invariant: 4,
    name: 'an entry that a reader was sent twice',
    spoil: (evidence) => {
      const [first, second] = transcriptOf(evidence, CACHED).connections;
      found(second).frames.unshift(found(found(first).frames[1]));
    },
    what: /was sent 2-0 behind 2 entries/,
  },
  {
    invariant: 4,
    name: 'a reader that was told too early that it has everything',
    spoil: (evidence) => transcriptOf(evidence, CACHED).connections.splice(1, 1),
    what: /told that it has everything at 2/,
  },
  {
    invariant: 4,
    name: 'a reader that was cut back without need',
    spoil: (evidence) =>
      found(transcriptOf(evidence, CACHED).connections[1]).frames.unshift({
        id: '1-0',
        event: 'rewind',
        data: '{}',
      }),
    what: /cut back though nothing was rebuilt/,
  },
  {
    invariant: 5,
    name: 'an entry that the stores have differently',
    spoil: (evidence) => (found(rowOf(evidence, CACHED).entries[4]).at += 1),
    what: /the stores differ at 5/,
  },
  {
    invariant: 5,
    name: 'entries that Postgres lacks',
    spoil: (evidence) => rowOf(evidence, CANCELLED).entries.pop(),
    what: /Redis has 7 entries, Postgres 6/,
  },
  {
    invariant: 5,
    name: 'rows that belong to no task',
    spoil: ({ postgres }) => (postgres.orphans = 2),
    what: /2 rows/,
  },
  {
    invariant: 5,
    name: 'a result that is not what the log says',
    spoil: ({ results }) => (found(results[1]).text += '!'),
    what: /its result is cancelled/,
  },
  {
    invariant: 6,
    name: 'text of two attempts mixed',
    spoil: (evidence) => spoilLog(evidence, TAKEN_OVER, (log) => log.toSpliced(5, 1, found(log[9]))),
    what: /its text leaves the answer/,
  },
  {
    invariant: 6,
    name: 'a continuation that drops what is stored',
    spoil: (evidence) =>
      spoilLog(evidence, TAKEN_OVER, (log) => {
        const opening = found(log[6]);
        return log.toSpliced(6, 1, { ...opening, data: opening.data.replace(':4}', ':3}') });
      }),
    what: /kept 3 of 4 chunks/,
  },
  {
    invariant: 6,
    name: 'a continuation that has stored tokens generated again',
    spoil: (evidence) => Object.assign(callOf(evidence, 'b'), { first_token: 1, output_tokens: 9 }),
    what: /continue at 7 had 3 stored tokens generated again/,
  },
  {
    invariant: 7,
    name: 'a stream that left Redis before Postgres had it',
    spoil: (evidence) => rowOf(evidence, TAKEN_OVER).entries.pop(),
    what: /let go of 14 entries, Postgres has 13/,
  },
  {
    invariant: 7,
    name: 'a Redis that took for mirrored what was not',
    spoil: ({ mirrorSamples }) => (found(mirrorSamples[0]).persistedSeq = 5),
    what: /took 5 for mirrored when it was 4/,
  },
  {
    invariant: 8,
    name: 'a cancel that was promised and did not come',
    spoil: ({ cancels }) => (found(cancels[0]).taskId = TAKEN_OVER),
    what: /was promised \(running\), and it ended as completed/,
  },
  {
    invariant: 8,
    name: 'a chunk behind a cancel',
    spoil: (evidence) => spoilLog(evidence, CANCELLED, (log) => log.toSpliced(6, 0, entry(7, 1, TEXT))),
    what: /chunk at 7 follows on its cancel/,
  },
  {
    invariant: 8,
    name: 'a provider call that began after a cancel',
    spoil: (evidence) => Object.assign(callOf(evidence, 'c'), { started_at: 4_000, ended_at: 6_000 }),
    what: /call c began 2800 ms after its cancel/,
  },
  {
    invariant: 9,
    name: 'two calls of one attempt',
    spoil: ({ ledger }) => ledger.push({ ...found(ledger[0]), id: 'd' }),
    what: /attempt at 2 made 2 calls/,
  },
  {
    invariant: 9,
    name: 'a call of an attempt that nobody wrote down',
    spoil: (evidence) => (callOf(evidence, 'b').client_request_id = `${TAKEN_OVER}.3.3`),
    what: /call b was made by no attempt/,
  },
  {
    invariant: 9,
    name: 'two tasks that asked the same at once',
    spoil: (evidence) =>
      spoilLog(evidence, CACHED, (log) =>
        log.with(1, { ...found(rowOf(evidence, TAKEN_OVER).entries[1]), seq: 2, at: 2_000 }),
      ),
    what: /while .* was being answered/,
  },
  {
    invariant: 10,
    name: 'a stranger who was answered',
    spoil: ({ strangerProbes }) => (found(strangerProbes[0]).status = 200),
    what: /a stranger got 200 from status/,
  },
  {
    invariant: 10,
    name: 'an answer from the cache of another owner',
    spoil: ({ redis, postgres }) => {
      for (const task of [...redis.tasks, ...postgres.tasks])
        if (task.taskId === CACHED) task.owner = 'other';
    },
    what: /other was given the answer of local/,
  },
  {
    invariant: 11,
    name: 'a request that is left when all is over',
    spoil: ({ redis }) => (redis.pendingForGenerators = 1),
    what: /1 pendingForGenerators are left/,
  },
  {
    invariant: 11,
    name: 'a provider connection that nobody closed',
    spoil: (evidence) => (callOf(evidence, 'a').open_connections = 1),
    what: /1 open provider connections/,
  },
  {
    invariant: 11,
    name: 'an answer that no client should get',
    spoil: ({ refusals }) => refusals.push('500 from somewhere'),
    what: /500 from somewhere/,
  },
  {
    invariant: 11,
    name: 'a chunk above its bound',
    spoil: (evidence) =>
      spoilLog(evidence, CANCELLED, (log) => log.with(4, entry(5, 1, { ...TEXT, text: 'x'.repeat(8_193) }))),
    what: /more than 8192 characters/,
  },
  {
    invariant: 12,
    name: 'an answer that completed and is not whole',
    spoil: (evidence) =>
      spoilLog(evidence, TAKEN_OVER, (log) => [...log.slice(0, -2), { ...found(log.at(-1)), seq: 13 }]),
    what: /completed with \d+ of \d+ characters/,
  },
  {
    invariant: 12,
    name: 'an answer that was cut elsewhere than at its limit',
    // Without its second attempt.
    spoil: (evidence) => limitTakenOver(evidence, 6),
    what: /was cut at \d+ characters, not at 9 tokens \(restart behind 0 chunks\)/,
  },
];

/** Says of an answer with 10 tokens that 9 were its limit; one of its two attempts goes, at that place of the log. */
function limitTakenOver(evidence: Evidence, attemptAt: number): void {
  const { redis, postgres } = evidence;
  for (const { taskId, request } of [...redis.tasks, ...postgres.tasks]) {
    if (taskId === TAKEN_OVER && request) request.max_tokens = 9;
  }
  spoilLog(evidence, TAKEN_OVER, (log) => [
    ...log.slice(0, -1).toSpliced(attemptAt, 1),
    entry(12, 2, { ...COMPLETED, finish_reason: 'length' }),
  ]);
}

describe('the checker finds', () => {
  test.each(SPOILED)('invariant $invariant: $name', ({ invariant, spoil, what }) => {
    const evidence = makeEvidence();
    spoil(evidence);
    const same = check(evidence).filter((violation) => violation.invariant === invariant);
    expect(same.map((violation) => violation.what)).toEqual(
      expect.arrayContaining([expect.stringMatching(what)]),
    );
  });

  test('something to say about every invariant', () => {
    expect(new Set(SPOILED.map(({ invariant }) => invariant)).size).toBe(12);
  });
});

test('invariant 12: the limit is an estimate for an attempt that goes on, also when the text is of another task', () => {
  const evidence = makeEvidence();
  limitTakenOver(evidence, 1);
  expect(check(evidence).filter(({ invariant }) => invariant === 12)).toEqual([]);
});

test('a holder that fell asleep right before its call may make it when it wakes, if it hangs up', () => {
  const evidence = makeEvidence();
  Object.assign(callOf(evidence, 'a'), { started_at: 2_600, ended_at: 2_650, output_tokens: 1 });
  Object.assign(callOf(evidence, 'c'), { started_at: 4_000, ended_at: 4_050, output_tokens: 1 });
  expect(check(evidence)).toEqual([]);
  const { provider } = countRun({ evidence, faults: [], warnings: [], settleMs: 0 });
  expect(provider).toMatchObject({ made_asleep: 2 });
});

test('a restart may have what is stored generated again, and it is counted', () => {
  const evidence = makeEvidence();
  spoilLog(evidence, TAKEN_OVER, (log) =>
    log.map((each) => ({
      ...each,
      data: each.data.replace('"continue","kept_chunks":4', '"restart","kept_chunks":0'),
    })),
  );
  Object.assign(callOf(evidence, 'b'), { first_token: 0, output_tokens: 10 });
  expect(check(evidence).filter(({ what }) => /generated again/.test(what))).toEqual([]);
  const { provider } = countRun({ evidence, faults: [], warnings: [], settleMs: 0 });
  expect(provider).toMatchObject({ resumed_attempts: { restart: 1 }, regenerated_tokens: { restart: 4 } });
});
