import { partitionOf } from '@continuo/shared/protocol/task-id';
import { GENERATORS, requestsKey, taskKey } from '@continuo/shared/redis/keys';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STACK_START_MS } from '../support/test-stack.ts';
import { startAnswers, untilStreaming, type Answer } from './support/answers.ts';
import { expectUnharmed } from './support/expect-unharmed.ts';
import { judgeAnswers } from './support/judge-answers.ts';
import { TRIAL_MS } from './support/small-scale.ts';
import { setStage, type Stage } from './support/stage.ts';

const HOUR_MS = 3_600_000;

let stage: Stage;

beforeAll(async () => {
  stage = await setStage({ generators: 3 });
}, STACK_START_MS);

afterAll(async () => {
  await stage?.dispose();
});

test(
  'fault 37: when every lease has run out an hour ago, though its holder lives, there is one needless takeover at most',
  { timeout: TRIAL_MS },
  async () => {
    // So slow that no append repairs the lease before others have looked round.
    const model = 'sim-writer@tps=2,tokens=12';
    const answers = await startAnswers(stage, { count: 12, model });
    await untilStreaming(stage, answers, 4);

    await Promise.all(answers.map((answer) => letAnHourPass(stage, answer)));

    const { figures, logs } = await judgeAnswers(stage, answers);
    const attempts = logs.map((log) => log.filter(({ type }) => type === 'attempt_started').length);
    expectUnharmed({ ...figures, faultsDone: answers.length, recoveryMs: [] });
    expect(Math.max(...attempts)).toBe(2);
  },
);

/** Writes what Redis would find if its clock were an hour ahead: a lease long over, a request long idle. */
async function letAnHourPass({ logs: { redis } }: Stage, { taskId }: Answer): Promise<void> {
  const partition = partitionOf(taskId);
  const requests = await redis.xrange(requestsKey(partition), '-', '+');
  const [entryId] = requests.find(([, fields]) => fields.includes(taskId)) ?? [];
  const [holder] = await redis.hmget(taskKey(taskId), 'holder');
  if (entryId === undefined || !holder) throw new Error(`${taskId} is not being worked on`);
  await redis
    .multi()
    .hset(taskKey(taskId), 'lease', Date.now() - HOUR_MS)
    .xclaim(requestsKey(partition), GENERATORS, holder, 0, entryId, 'IDLE', HOUR_MS, 'JUSTID')
    .exec();
}
