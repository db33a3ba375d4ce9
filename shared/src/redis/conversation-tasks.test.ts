import { expect, test } from 'vitest';
import { dropDeadLettersOf, findRequestedTasks } from './conversation-tasks.ts';
import { readDeadLetters } from './dead-letters.ts';
import { FAILED, submitHeld, submitNew } from './testing/test-task.ts';
import { useRedis } from './testing/use-redis.ts';

const store = useRedis();
const OURS = 'c_019aa0c25f3e7d1cb0a1c2d3e4f50618';

test('the tasks of a conversation are found among all requests, of its owner alone', async () => {
  const wanted = [];
  for (let i = 0; i < 600; i += 1) await submitNew(store.transitions);
  for (let i = 0; i < 3; i += 1) {
    wanted.push(await submitNew(store.transitions, { conversationId: OURS }));
    await submitNew(store.transitions, { conversationId: OURS, owner: 'another' });
  }
  expect(await findRequestedTasks(store.redis, 0, 'local', OURS)).toEqual(wanted);
  expect(await findRequestedTasks(store.redis, 1, 'local', OURS)).toEqual([]);
});

test('the dead letters of a conversation go, those of others stay', async () => {
  const dead = { attempts: 1, provider: 'simulator', model: 'm', chunks: 0, characters: 0 };
  const left: string[] = [];
  for (const overrides of [{ conversationId: OURS }, {}, { conversationId: OURS, owner: 'another' }]) {
    const { task, fence } = await submitHeld(store.transitions, overrides);
    await store.transitions.finish(task, { ...fence, head: 2, cacheMs: 0, dead }, FAILED);
    left.unshift(task.taskId);
  }
  await dropDeadLettersOf(store.redis, 0, 'local', OURS);
  const letters: string[] = [];
  for await (const letter of readDeadLetters(store.redis, 0)) letters.push(letter.taskId);
  expect(letters).toEqual(left.slice(0, 2));
});
