import { pause } from '../../chaos/clients/client.ts';
import { makeRandom, type Random } from '../../chaos/random.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import { startTestStack } from '../../support/test-stack.ts';
import { startAnswers, untilStreaming } from '../support/answers.ts';
import { describeMs } from '../support/describe-ms.ts';
import { judgeAnswers } from '../support/judge-answers.ts';
import { onStage, type Stage } from '../support/stage.ts';
import type { Measured, Trial } from '../trial.ts';

const SEED = 31;
const PAUSE_MS_MAX = 1_200;
const SECONDS_PER_ROUND = 4;
const TOKENS_PER_SECOND = 30;

/**
 * FoundationDB's swizzle-clogging: the lines from the services to Redis, to Postgres and to the provider are clogged
 * one by one in random order, and opened in another. What was sent meanwhile arrives late.
 */
async function swizzle(
  stage: Stage,
  lines: readonly FaultProxy[],
  rounds: number,
  count: number,
): Promise<Measured> {
  const random = makeRandom(SEED, 'swizzle');
  const tokens = TOKENS_PER_SECOND * SECONDS_PER_ROUND * rounds;
  const model = `sim-writer@tps=${TOKENS_PER_SECOND},tokens=${tokens}`;
  const answers = await startAnswers(stage, { count, model });
  await untilStreaming(stage, answers);
  const cloggedMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAtMs = performance.now();
    for (const line of shuffle(random, lines)) {
      line.hold();
      await pause(random.int(0, PAUSE_MS_MAX));
    }
    for (const line of shuffle(random, lines)) {
      line.mend();
      await pause(random.int(0, PAUSE_MS_MAX));
    }
    cloggedMs.push(performance.now() - startedAtMs);
  }
  const { figures } = await judgeAnswers(stage, answers);
  const remark = `lines were clogged for ${describeMs(cloggedMs)}`;
  return { ...figures, faultsDone: rounds * lines.length, recoveryMs: [], remark };
}

function shuffle<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

/** Stores and a provider, and services that reach each of them through a proxy. */
async function onClogged<T>(run: (stage: Stage, lines: FaultProxy[]) => Promise<T>): Promise<T> {
  const base = await startTestStack({ services: ['simulator'] });
  const urls = [base.redisUrl, base.databaseUrl, base.simulatorUrl ?? ''] as const;
  const lines = await Promise.all(urls.map((url) => startFaultProxy(url)));
  try {
    const [redisUrl, databaseUrl, simulatorUrl] = lines.map(({ url }) => url);
    const services = ['gateway', 'generator', 'persister'] as const;
    const env = { SIMULATOR_URL: simulatorUrl };
    return await onStage({ redisUrl, databaseUrl, services, env, gateways: 2, generators: 2 }, (stage) =>
      run(stage, lines),
    );
  } finally {
    for (const line of lines) line.close();
    await base.dispose();
  }
}

export const trials: Trial[] = [
  {
    fault: 44,
    name: 'the lines to Redis, Postgres and the provider are clogged one by one and opened in another order',
    userSees: 'pauses',
    full: { rounds: 10, answers: 20 },
    run: ({ rounds, answers }) => onClogged((stage, lines) => swizzle(stage, lines, rounds, answers)),
  },
];
