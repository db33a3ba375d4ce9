import { describe, expect, test } from 'vitest';
import { readTaskRecord } from '../task-record.ts';
import { dropDeadLetter, findDeadLetter, readDeadLetters, type DeadLetter } from '../dead-letters.ts';
import { cacheKey, deadKey } from '../keys.ts';
import { dumpKeys } from '../testing/dump-keys.ts';
import {
  COMPLETED,
  FAILED,
  REQUEST,
  accepted,
  chunk,
  newTask,
  readTypes,
  submitArgs,
  submitHeld,
  submitNew,
} from '../testing/test-task.ts';
import { useRedis } from '../testing/use-redis.ts';
import type { DeadTask, RetryReply, TaskRef } from '../transitions.ts';

const store = useRedis();

const DEAD: DeadTask = { attempts: 3, provider: 'openai', model: 'small', chunks: 2, characters: 7 };

/** A task that was given up, and its letter. */
async function giveUp(owner = 'local'): Promise<{ task: TaskRef; letter: DeadLetter }> {
  const { task, fence } = await submitHeld(store.transitions, { owner });
  await store.transitions.finish(task, { ...fence, head: 2, cacheMs: 0, dead: DEAD }, FAILED);
  const letter = await findDeadLetter(store.redis, task.taskId);
  if (!letter) throw new Error('no letter');
  return { task, letter };
}

function retry(task: TaskRef, { letterId, taskId }: DeadLetter): Promise<RetryReply> {
  const { owner, conversationId, request, requestsMax } = submitArgs();
  const drafts = [{ ...accepted(task), retry_of: taskId }, chunk(0), chunk(1)];
  return store.transitions.retry(
    task,
    { owner, conversationId, request, requestsMax, deadLetter: letterId },
    drafts,
  );
}

describe('a dead letter', () => {
  test('comes with the failed entry of a task that is given up, and names all that lists show', async () => {
    const { task, letter } = await giveUp('007');
    const record = await readTaskRecord(store.redis, task.taskId);
    expect(letter).toEqual({
      letterId: expect.any(String) as string,
      taskId: task.taskId,
      owner: '007',
      conversationId: record?.conversationId,
      at: record?.finishedAt,
      attempts: 3,
      provider: 'openai',
      model: 'small',
      keptChunks: 2,
      keptCharacters: 7,
      failure: { code: 'provider_error', message: 'x' },
    });
  });

  test.each([
    ['a failure that is no budget’s', undefined, FAILED],
    ['a completed task', DEAD, COMPLETED],
  ])('does not come with %s', async (_case, dead, terminal) => {
    const { task, fence } = await submitHeld(store.transitions);
    await store.transitions.finish(task, { ...fence, head: 2, cacheMs: 0, dead }, terminal);
    expect(await findDeadLetter(store.redis, task.taskId)).toBeUndefined();
  });

  test('is found among many, which are read newest first', async () => {
    const { task } = await giveUp();
    const ids = Array.from({ length: 1_200 }, () => newTask().taskId);
    const pipeline = store.redis.pipeline();
    for (const id of ids) pipeline.xadd(deadKey(0), '*', 'task_id', id);
    await pipeline.exec();

    const read: string[] = [];
    for await (const letter of readDeadLetters(store.redis, 0)) read.push(letter.taskId);
    expect(read.slice(0, ids.length)).toEqual(ids.toReversed());
    expect(await findDeadLetter(store.redis, task.taskId)).toBeDefined();
    expect(await findDeadLetter(store.redis, newTask().taskId)).toBeUndefined();
  });

  test('is dropped once', async () => {
    const { letter } = await giveUp();
    expect(await dropDeadLetter(store.redis, letter)).toBe(true);
    expect(await dropDeadLetter(store.redis, letter)).toBe(false);
  });
});

describe('the submit of a retry', () => {
  test('creates a queued task with the kept chunks, and takes the dead letter away in the same atom', async () => {
    const { letter } = await giveUp();
    const task = newTask();
    expect(await retry(task, letter)).toEqual({ tag: 'created', status: 'queued' });
    expect(await readTypes(store.redis, task)).toEqual(['accepted', 'chunk', 'chunk']);
    expect(await readTaskRecord(store.redis, task.taskId)).toMatchObject({
      status: 'queued',
      seq: 3,
      epoch: 0,
      request: REQUEST,
    });
    expect(await findDeadLetter(store.redis, letter.taskId)).toBeUndefined();
  });

  test('changes nothing when it is sent again', async () => {
    const { letter } = await giveUp();
    const task = newTask();
    await retry(task, letter);
    const before = await dumpKeys(store.redis);
    expect(await retry(task, letter)).toEqual({ tag: 'exists' });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('is refused, and changes nothing, when the dead letter is gone', async () => {
    const { letter } = await giveUp();
    await dropDeadLetter(store.redis, letter);
    const before = await dumpKeys(store.redis);
    expect(await retry(newTask(), letter)).toEqual({ tag: 'no_letter' });
    expect(await dumpKeys(store.redis)).toEqual(before);
  });

  test('neither follows a running task of the same request nor takes its name in the cache', async () => {
    const { letter } = await giveUp();
    const leader = await submitNew(store.transitions);
    const task = newTask(leader.requestHash);
    expect(await retry(task, letter)).toEqual({ tag: 'created', status: 'queued' });
    expect(await store.redis.get(cacheKey(0, leader.requestHash))).toBe(leader.taskId);
  });
});
