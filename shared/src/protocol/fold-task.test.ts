import { describe, expect, test } from 'vitest';
import { NO_USAGE, type Entry, type EntryDraft, type Usage } from './entry.ts';
import { answerText, foldTask, usageOf } from './fold-task.ts';

const AT = 1_000;
const ACCEPTED: EntryDraft = {
  type: 'accepted',
  provider: 'openai',
  model: 'small',
  conversation_id: 'c_1',
  request_hash: 'ab',
};

/** Drafts as the log that they would make: dense, a second apart, the epoch raised by every opening entry. */
function logOf(...drafts: EntryDraft[]): Entry[] {
  let epoch = 0;
  return drafts.map((draft, i): Entry => {
    if (draft.type === 'attempt_started') epoch += 1;
    return { seq: i + 1, incarnation: 0, epoch, at: AT * (i + 1), ...draft };
  });
}

function attempt(
  number: number,
  keptChunks: number,
  model = 'small',
): Extract<EntryDraft, { type: 'attempt_started' }> {
  return {
    type: 'attempt_started',
    attempt: number,
    worker: 'host-1',
    provider: 'openai',
    model,
    strategy: 'restart',
    kept_chunks: keptChunks,
  };
}

function chunk(id: number, text: string): EntryDraft {
  return { type: 'chunk', chunk_id: id, text };
}

function cacheHit(source: string, keptChunks: number): EntryDraft {
  return { type: 'cache_hit', source_task_id: `t0_${source}`, kept_chunks: keptChunks };
}

const COMPLETED: EntryDraft = { type: 'completed', finish_reason: 'stop', usage: NO_USAGE, cost_usd: 0 };

test('a task that nobody has begun is queued', () => {
  expect(foldTask(logOf(ACCEPTED))).toMatchObject({
    seq: 1,
    status: 'queued',
    epoch: 0,
    attempt: 0,
    conversationId: 'c_1',
    requestHash: 'ab',
    acceptedAt: AT,
    startedAt: undefined,
    terminal: undefined,
  });
});

test('an answer is the texts of its chunks, with the times of its beginning, first chunk and end', () => {
  const usage: Usage = { ...NO_USAGE, output_tokens: 2 };
  const view = foldTask(
    logOf(ACCEPTED, attempt(1, 0), chunk(0, 'Hel'), chunk(1, 'lo'), { ...COMPLETED, usage }),
  );

  expect(answerText(view)).toBe('Hello');
  expect(usageOf(view)).toEqual(usage);
  expect(view).toMatchObject({
    seq: 5,
    status: 'completed',
    epoch: 1,
    startedAt: 2 * AT,
    firstChunkAt: 3 * AT,
    finishedAt: 5 * AT,
  });
});

describe('the chunks that count', () => {
  test('are cut to the first kept_chunks by the next attempt; ids go on and are never used again', () => {
    const view = foldTask(
      logOf(
        ACCEPTED,
        attempt(1, 0),
        chunk(0, 'a'),
        chunk(1, 'b'),
        chunk(2, 'c'),
        attempt(2, 1),
        chunk(3, 'd'),
      ),
    );
    expect(answerText(view)).toBe('ad');
    expect(view.chunks.map((counted) => counted.chunk_id)).toEqual([0, 3]);
    expect(view.nextChunkId).toBe(4);
    expect(view.attempt).toBe(2);
  });

  test('are none after an attempt that keeps none, and the next id still goes on', () => {
    const view = foldTask(logOf(ACCEPTED, attempt(1, 0), chunk(0, 'a'), attempt(2, 0)));
    expect([answerText(view), view.nextChunkId]).toEqual(['', 1]);
  });

  test('are counted by number and not by id, so that a second cut is right too', () => {
    const view = foldTask(
      logOf(
        ACCEPTED,
        attempt(1, 0),
        chunk(0, 'a'),
        attempt(2, 0),
        chunk(1, 'b'),
        chunk(2, 'c'),
        attempt(3, 1),
      ),
    );
    expect(view.chunks.map((counted) => counted.chunk_id)).toEqual([1]);
  });

  test('stay all when more are kept than there are', () => {
    expect(answerText(foldTask(logOf(ACCEPTED, attempt(1, 0), chunk(0, 'a'), attempt(2, 9))))).toBe('a');
  });

  test('carry the provider and model of the attempt that wrote them, a failover included', () => {
    const failedOver: EntryDraft = {
      type: 'failed_over',
      attempt: 1,
      message: 'x',
      from_provider: 'openai',
      to_provider: 'anthropic',
      to_model: 'other',
      code: 'provider_error',
    };
    const view = foldTask(
      logOf(
        ACCEPTED,
        attempt(1, 0, 'small'),
        chunk(0, 'a'),
        attempt(2, 1, 'large'),
        chunk(1, 'b'),
        failedOver,
        chunk(2, 'c'),
      ),
    );
    expect(view.chunks.map(({ provider, model }) => `${provider} ${model}`)).toEqual([
      'openai small',
      'openai large',
      'anthropic other',
    ]);
  });
});

describe('a task that copies from another', () => {
  test('is running, cached, and names its source', () => {
    const view = foldTask(logOf(ACCEPTED, cacheHit('1', 0), chunk(0, 'a')));
    expect(view).toMatchObject({ status: 'running', cached: true, sourceTaskId: 't0_1', startedAt: 2 * AT });
    expect(answerText(view)).toBe('a');
  });

  test('drops what it copied when it goes on with another source', () => {
    const view = foldTask(logOf(ACCEPTED, cacheHit('1', 0), chunk(0, 'a'), cacheHit('2', 0), chunk(1, 'b')));
    expect(answerText(view)).toBe('b');
    expect(view.sourceTaskId).toBe('t0_2');
  });

  test('keeps what it copied when another holder goes on with the same source', () => {
    const view = foldTask(logOf(ACCEPTED, cacheHit('1', 0), chunk(0, 'a'), cacheHit('1', 1), chunk(1, 'b')));
    expect(answerText(view)).toBe('ab');
  });

  test('is not cached any more once it asks a provider itself: that answer is bought', () => {
    const view = foldTask(logOf(ACCEPTED, cacheHit('1', 0), chunk(0, 'a'), attempt(1, 0), chunk(1, 'b')));
    expect(view).toMatchObject({ cached: false, sourceTaskId: undefined });
    expect(answerText(view)).toBe('b');
  });
});

describe('the end', () => {
  test.each([
    [{ type: 'cancelled' }, 'cancelled'],
    [{ type: 'failed', code: 'provider_error', message: 'x', retryable: true }, 'failed'],
    [COMPLETED, 'completed'],
  ] as const)('%o sets the status and keeps the text', (terminal, status) => {
    const view = foldTask(logOf(ACCEPTED, attempt(1, 0), chunk(0, 'a'), terminal));
    expect(view).toMatchObject({ status, finishedAt: 4 * AT, terminal });
    expect(answerText(view)).toBe('a');
  });

  test('a cancel that is asked for is not the end yet', () => {
    const view = foldTask(logOf(ACCEPTED, attempt(1, 0), { type: 'cancel_requested' }));
    expect(view).toMatchObject({ status: 'running', cancelRequested: true, terminal: undefined });
  });
});

describe('what was in vain', () => {
  const counts = (...drafts: EntryDraft[]) => {
    const { fruitlessAttempts, fruitlessHolders } = foldTask(logOf(ACCEPTED, ...drafts));
    return [fruitlessAttempts, fruitlessHolders];
  };
  const after = (number: number, previousEnd: 'worker_lost' | 'handed_over'): EntryDraft => ({
    ...attempt(number, 0),
    previous_end: previousEnd,
  });

  test('are attempts and holders that brought no text, since the last text', () => {
    expect(counts(attempt(1, 0), attempt(2, 0))).toEqual([2, 2]);
    expect(counts(attempt(1, 0), attempt(2, 0), chunk(0, 'a'), attempt(3, 1))).toEqual([1, 1]);
  });

  test('a worker that died speaks against the task, not against the provider', () => {
    expect(counts(attempt(1, 0), after(2, 'worker_lost'), after(3, 'worker_lost'))).toEqual([1, 3]);
  });

  test('a task that was handed over speaks against neither', () => {
    expect(counts(attempt(1, 0), after(2, 'handed_over'), after(3, 'handed_over'))).toEqual([1, 1]);
  });
});

describe('the ledger', () => {
  const bought = (output: number): Usage => ({ ...NO_USAGE, input_tokens: 10, output_tokens: output });
  const retry: EntryDraft = {
    type: 'retry_scheduled',
    attempt: 1,
    code: 'provider_interrupted',
    message: 'x',
    delay_ms: 0,
  };

  test('has a row for each attempt, told by the entry that ends it', () => {
    const view = foldTask(
      logOf(
        ACCEPTED,
        attempt(1, 0),
        chunk(0, 'a'),
        { ...retry, attempt_usage: bought(3) },
        { ...attempt(2, 1), strategy: 'prefill', saved_output_tokens: 3 },
        { ...COMPLETED, usage: { ...bought(7), input_tokens: 20 }, attempt_usage: bought(4) },
      ),
    );
    expect(view.attempts).toMatchObject([
      { attempt: 1, strategy: 'restart', keptChunks: 0, savedOutputTokens: 0, usage: bought(3) },
      { attempt: 2, strategy: 'prefill', keptChunks: 1, savedOutputTokens: 3, usage: bought(4) },
    ]);
    expect(usageOf(view)).toEqual({ ...NO_USAGE, input_tokens: 20, output_tokens: 7 });
  });

  test('of a task that still runs is the sum of what its attempts have said', () => {
    const view = foldTask(
      logOf(
        ACCEPTED,
        attempt(1, 0),
        { ...retry, attempt_usage: bought(3) },
        attempt(2, 0),
        { ...retry, attempt_usage: { ...bought(4), estimated: true } },
        attempt(3, 0),
      ),
    );
    expect(usageOf(view)).toEqual({ ...NO_USAGE, input_tokens: 20, output_tokens: 7, estimated: true });
    expect(view.attempts.at(-1)?.usage).toBeUndefined();
  });

  test('of an attempt whose worker died is told by the next one', () => {
    const estimate = { ...bought(5), estimated: true };
    const view = foldTask(
      logOf(ACCEPTED, attempt(1, 0), chunk(0, 'a'), {
        ...attempt(2, 1),
        previous_usage: estimate,
      }),
    );
    expect(view.attempts.map(({ usage }) => usage)).toEqual([estimate, undefined]);
  });

  test('never takes the unknown for nothing', () => {
    const unknown = logOf(ACCEPTED, attempt(1, 0), { ...retry, attempt_usage: null }, attempt(2, 0));
    expect(usageOf(foldTask(unknown))).toBeUndefined();
    const partly = logOf(ACCEPTED, attempt(1, 0), { ...retry, attempt_usage: null }, attempt(2, 0), {
      ...retry,
      attempt_usage: bought(2),
    });
    expect(usageOf(foldTask(partly))).toEqual({ ...bought(2), estimated: true });
    const closed = logOf(
      ACCEPTED,
      attempt(1, 0),
      { ...retry, attempt_usage: bought(2) },
      { type: 'cancelled' },
    );
    expect(usageOf(foldTask(closed))).toEqual({ ...bought(2), estimated: true });
  });

  test('of a log from before there was one is the usage of its end', () => {
    const view = foldTask(
      logOf(ACCEPTED, attempt(1, 0), retry, attempt(2, 0), { ...COMPLETED, usage: bought(9) }),
    );
    expect(usageOf(view)).toEqual(bought(9));
    expect(view.attempts.map(({ usage }) => usage)).toEqual([undefined, undefined]);
  });

  test('of a task that asked nobody is not known until it ends', () => {
    expect(usageOf(foldTask(logOf(ACCEPTED)))).toBeUndefined();
    expect(usageOf(foldTask(logOf(ACCEPTED, cacheHit('1', 0), COMPLETED)))).toEqual(NO_USAGE);
  });
});
