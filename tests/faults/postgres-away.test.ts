import { makePostgres } from '@continuo/shared/postgres/connection';
import { entriesKey, taskKey } from '@continuo/shared/redis/keys';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startPrivatePostgres, type PrivatePostgres } from '../support/private-postgres.ts';
import { STACK_START_MS } from '../support/test-stack.ts';
import { startAnswers, type Answer } from './support/answers.ts';
import { expectUnharmed } from './support/expect-unharmed.ts';
import { judgeAnswers } from './support/judge-answers.ts';
import { setStage, type Stage } from './support/stage.ts';
import { killPostgres } from './trials/postgres-away.ts';

const TEST_MS = 120_000;
const MODEL = 'sim-writer@tps=200,tokens=100';

let postgres: PrivatePostgres;
let stage: Stage;

beforeAll(async () => {
  postgres = await startPrivatePostgres();
  stage = await setStage({ databaseUrl: postgres.url });
}, STACK_START_MS);

afterAll(async () => {
  await stage?.dispose();
  await postgres?.dispose();
});

async function answersToTheEnd(count: number): Promise<Answer[]> {
  const answers = await startAnswers(stage, { count, model: MODEL });
  const readings = await Promise.all(answers.flatMap((answer) => answer.readings));
  expect(readings.map(({ tag }) => tag)).toEqual(answers.map(() => 'read'));
  return answers;
}

async function untilMirrored({ taskId }: Answer): Promise<void> {
  await eventually(
    () => stage.logs.redis.hmget(taskKey(taskId), 'seq', 'persisted'),
    ([seq, persisted]) => seq === persisted,
  );
}

async function expectWhole(answers: readonly Answer[]): Promise<void> {
  const { figures } = await judgeAnswers(stage, answers);
  expect(figures).toMatchObject({ complaints: [], lost: 0, wrongEntries: 0, boughtAgain: 0 });
}

test('fault 14: Postgres killed in mid-answer costs nothing', { timeout: TEST_MS }, async () => {
  expectUnharmed(await killPostgres({ rounds: 2, answers: 6 }));
});

test(
  'fault 15: without Postgres chats go on, what only it has is a 503, nothing expires, and the backlog drains',
  {
    timeout: TEST_MS,
  },
  async () => {
    const [expired] = await answersToTheEnd(1);
    if (!expired) throw new Error('there is no answer');
    await untilMirrored(expired);
    await stage.logs.redis.del(taskKey(expired.taskId), entriesKey(expired.taskId));

    await postgres.stop();
    const during = await answersToTheEnd(5);
    const { taskId } = expired;
    const paths = ['list', ...['status', 'result', 'chunks', 'stream'].map((name) => `${name}/${taskId}`)];
    for (const path of [...paths.map((each) => `/api/chat/${each}`), '/api/stats']) {
      const { status, headers } = await fetch(`${stage.stack.url}${path}`);
      expect([path, status, headers.get('retry-after')]).toEqual([path, 503, '1']);
    }
    for (const answer of during) {
      const { redis } = stage.logs;
      const kept = await Promise.all([
        redis.pttl(taskKey(answer.taskId)),
        redis.pttl(entriesKey(answer.taskId)),
      ]);
      expect(kept).toEqual([-1, -1]);
    }

    await postgres.start();
    await expectWhole(during);
    expect((await fetch(`${stage.stack.url}/api/chat/result/${taskId}`)).status).toBe(200);
  },
);

/** Every batch waits so long before it is written. */
const SLOWLY = `
  create sequence slow_batches;
  create function sleep_first() returns trigger language plpgsql as
    $$ begin perform nextval('slow_batches'), pg_sleep(2); return null; end $$;
  create trigger slow before insert on chat_chunks for each statement execute function sleep_first()`;

test(
  'fault 17: with a Postgres that takes 2 s for each batch chats are as ever, and all of it arrives',
  {
    timeout: TEST_MS,
  },
  async () => {
    const admin = makePostgres({ url: postgres.url, applicationName: 'test', connectionsMax: 1 });
    try {
      await admin.run(({ sql }) => sql.unsafe(SLOWLY));
      const answers = await answersToTheEnd(5);
      await expectWhole(answers);
      const batches = await admin.run(
        ({ sql }) => sql<{ n: number }[]>`select last_value as n from slow_batches`,
      );
      expect(Number(batches[0]?.n)).toBeGreaterThan(1);
      await admin.run(({ sql }) => sql`drop trigger slow on chat_chunks`);
    } finally {
      await admin.close();
    }
  },
);
