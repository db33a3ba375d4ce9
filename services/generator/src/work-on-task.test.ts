import { answerText } from '@continuo/shared/protocol/fold-task';
import { NO_PRICES } from '@continuo/shared/protocol/prices';
import { readTaskRecord } from '@continuo/shared/redis/task-record';
import { readLogHead, readTaskStream } from '@continuo/shared/redis/task-stream';
import { TaskTail } from '@continuo/shared/redis/task-tail';
import type { TaskRef, Transitions } from '@continuo/shared/redis/transitions';
import { COMPLETED, chunk, hold, LEASE_MS } from '@continuo/shared/redis/testing/test-task';
import { useRedis } from '@continuo/shared/redis/testing/use-redis';
import { makeLogger } from '@continuo/shared/runtime/logger';
import { eventually } from '@continuo/tests/support/eventually';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CircuitBreaker } from './attempts/circuit-breaker.ts';
import { Targets } from './attempts/targets.ts';
import { claimTask } from './claim-task.ts';
import { StopSignal } from './held-task.ts';
import { makeProviders } from './providers/make-providers.ts';
import { makeRequest, submitRequest, untilView } from './testing/test-request.ts';
import { useSimulator } from './testing/use-simulator.ts';
import { workOnTask, type WorkOptions } from './work-on-task.ts';

const store = useRedis();
const simulator = useSimulator();

/** Claims a task and works on it to its end, over transitions some of which are replaced. */
async function claimAndWork(
  { taskId }: TaskRef,
  replaced: Partial<Transitions>,
  overrides: Partial<WorkOptions> = {},
): Promise<StopSignal> {
  const readLog: WorkOptions['readLog'] = (id, afterSeq) => readTaskStream(store.redis, id, afterSeq);
  const tail = new TaskTail({
    subscriber: store.connect('subscriber'),
    readLog,
    readHead: (id) => readLogHead(store.redis, id),
    onError: () => undefined,
  });
  onTestFinished(() => tail.close());
  const options = {
    transitions: { ...store.transitions, ...replaced },
    readRecord: (id: TaskRef['taskId']) => readTaskRecord(store.redis, id),
    readLog,
    tail,
    targets: new Targets(makeProviders({ simulatorUrl: simulator.url }), []),
    breaker: new CircuitBreaker(5_000),
    prices: NO_PRICES,
    retryMs: 500,
    idleLimits: { firstPartMs: 60_000, nextPartMs: 60_000 },
    worker: 'worker-a',
    leaseMs: LEASE_MS,
    cacheMs: 60_000,
    taskMs: 60_000,
    logger: makeLogger('generator', 'silent'),
    ...overrides,
  };
  const claim = await claimTask(options, taskId);
  if (claim.tag !== 'claimed') throw new Error(claim.tag);
  const stop = new StopSignal();
  await workOnTask(options, claim.task, { stop, setCopying: () => undefined });
  return stop;
}

/** A transition that Redis answers with an error so many times before it does it. */
function failing(times: number, name: 'append' | 'finish'): Partial<Transitions> {
  let calls = 0;
  const failFirst = (): void => {
    calls += 1;
    if (calls <= times) throw new Error('READONLY You can not write against a read only replica.');
  };
  const replaced: Pick<Transitions, 'append' | 'finish'> = {
    append: async (...args) => {
      failFirst();
      return store.transitions.append(...args);
    },
    finish: async (...args) => {
      failFirst();
      return store.transitions.finish(...args);
    },
  };
  return { [name]: replaced[name] };
}

describe('work on a task', { timeout: 30_000 }, () => {
  test('asks for the end again when Redis answers with errors: the answer is bought once', async () => {
    const request = makeRequest();
    const task = await submitRequest(store, request);
    await claimAndWork(task, failing(3, 'finish'));
    const view = await untilView(store, task, () => true);
    expect(view).toMatchObject({ status: 'completed', attempt: 1 });
    const { calls } = await simulator.control.readLedger({ prompt: request.messages[0]?.content });
    expect(calls).toHaveLength(1);
  });

  test('invariant 11: gives the end up when it does not come, and leaves it to the next holder', async () => {
    const task = await submitRequest(store, makeRequest());
    await expect(claimAndWork(task, failing(Infinity, 'finish'))).rejects.toThrow('READONLY');
    const view = await untilView(store, task, () => true);
    expect(view.status).toBe('running');
    expect(answerText(view)).not.toBe('');
  });

  test('invariant 12: makes no copy complete of which a part is not stored', async () => {
    const request = makeRequest();
    const leader = await submitRequest(store, request);
    const follower = await submitRequest(store, request);
    const fence = await hold(store.transitions, leader);
    await store.transitions.append(leader, { ...fence, from: 3, leaseMs: LEASE_MS }, [chunk(0)]);
    await store.transitions.finish(leader, { ...fence, head: 3, cacheMs: 0 }, COMPLETED);

    await claimAndWork(follower, failing(Infinity, 'append'), { taskMs: 500 });

    expect(await untilView(store, follower, () => true)).toMatchObject({
      status: 'failed',
      terminal: { code: 'deadline_exceeded' },
    });
  });

  test('invariant 3: writes no end once the task is lost', async () => {
    const task = await submitRequest(store, makeRequest());
    const finished: unknown[] = [];
    const stop = await claimAndWork(task, {
      append: async () => ({ tag: 'stale_epoch', epoch: 2 }),
      finish: async (...args) => {
        finished.push(args);
        return { tag: 'stale_epoch', epoch: 2 };
      },
    });
    expect(stop.reason).toBe('lost');
    expect(finished).toEqual([]);
    const record = await readTaskRecord(store.redis, task.taskId);
    expect(record).toMatchObject({ status: 'running', holder: 'worker-a' });
  });

  test('invariant 8: a run that began while its task was being cancelled is ended at the provider', async () => {
    const request = makeRequest('sim-background@tps=20,tokens=400');
    const task = await submitRequest(store, request);
    await claimAndWork(task, {
      append: async (ref, args, drafts) => {
        if (drafts.some(({ type }) => type === 'provider_handle')) await store.transitions.cancel(ref);
        return await store.transitions.append(ref, args, drafts);
      },
    });
    expect(await untilView(store, task, () => true)).toMatchObject({ status: 'cancelled' });
    const { calls } = await simulator.control.readLedger({ prompt: request.messages[0]?.content });
    expect(calls).toMatchObject([{ background: true, end: 'cancelled' }]);
  });

  test('invariant 8: a run whose name was not known yet when its task was cancelled is ended at the provider', async () => {
    const request = makeRequest('sim-background@headers_ms=400,tps=20,tokens=400');
    const task = await submitRequest(store, request);
    const working = claimAndWork(task, {}, { leaseMs: 300 });
    await untilView(store, task, ({ seq }) => seq === 2);
    await store.transitions.cancel(task);
    await working;
    const ledger = () => simulator.control.readLedger({ prompt: request.messages[0]?.content });
    const { calls } = await eventually(ledger, (report) => report.calls.length === 1);
    expect(calls).toMatchObject([{ background: true, end: 'cancelled' }]);
  });
});
