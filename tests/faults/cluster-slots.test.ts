import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendSignal } from '../chaos/faults/send-signal.ts';
import { generate, getResult } from '../support/api.ts';
import { startClusterRedis, type ClusterRedis } from '../support/cluster-redis.ts';
import { STACK_START_MS } from '../support/test-stack.ts';
import { startAnswers, untilStreaming } from './support/answers.ts';
import { expectUnharmed } from './support/expect-unharmed.ts';
import { findHolders } from './support/holders.ts';
import { judgeTakeovers } from './support/many-generators.ts';
import { TRIAL_MS } from './support/small-scale.ts';
import { setStage, type Stage } from './support/stage.ts';

let cluster: ClusterRedis;
let stage: Stage;

beforeAll(async () => {
  cluster = await startClusterRedis();
  const env = { PARTITIONS: '4', LEASE_MS: '1000' };
  stage = await setStage({ redisUrl: cluster.url, generators: 2, env });
}, STACK_START_MS);

afterAll(async () => {
  await stage?.dispose();
  await cluster?.dispose();
});

test(
  'fault 25: no step of a task touches two slots: answers, takeovers, copies and cancels work in a cluster',
  { timeout: TRIAL_MS },
  async () => {
    const { url } = stage.stack;
    const answers = await startAnswers(stage, { count: 8, model: 'sim-writer@tps=60,tokens=120' });
    await untilStreaming(stage, answers);
    const [victim] = await findHolders(stage, answers);
    const fault = victim && sendSignal('kill', victim);
    expectUnharmed(await judgeTakeovers(stage, answers, fault ? [fault] : []));

    const [{ prompt, model, taskId } = { prompt: '', model: '', taskId: '' }] = answers;
    const again = await generate(url, { prompt, model }, { 'idempotency-key': 'once' });
    expect(again.cached).toBe(true);
    expect((await getResult(url, again.task_id)).text).toBe((await getResult(url, taskId)).text);
    const toCancel = await generate(url, { prompt: 'to be cancelled', model: 'sim-writer@tps=1' });
    const cancelled = await fetch(`${url}/api/chat/cancel/${toCancel.task_id}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    expect(cancelled.status).toBe(200);

    expect(await stage.logs.redis.info('errorstats')).not.toContain('CROSSSLOT');
  },
);
