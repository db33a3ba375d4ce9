import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { StackProcess } from '@continuo/deploy/local-stack/process-set';
import type { Entry } from '@continuo/shared/protocol/entry';
import { eventually } from '../../support/eventually.ts';
import { startAnswers, untilStreaming, type Answer } from '../support/answers.ts';
import { judgeAnswers } from '../support/judge-answers.ts';
import { LEASE_MS } from '../support/many-generators.ts';
import { onStage, type Stage } from '../support/stage.ts';
import type { Measured, Trial, TrialScale } from '../trial.ts';

/** Row 27: Redis loses all it has. Unfinished tasks come back from Postgres, readers that are ahead are rewound. */

const MODELS = ['sim-writer', 'sim-claude', 'sim-background'];
const TOKENS_PER_SECOND = 20;
const STREAMING_SECONDS = 8;
/** The mirror is behind by as much, and by what a persister takes to start. */
const BEHIND_MS = 400;

type LoseData = (stage: Stage) => Promise<void>;

/** Once, whatever the scale: a second loss would take the finished answers of the first with it. */
async function loseData(scale: TrialScale, lose: LoseData): Promise<Measured> {
  const { answers: count, leaseMs = LEASE_MS } = scale;
  const env = { LEASE_MS: String(leaseMs), CONCURRENCY: String(count) };
  return await onStage({ gateways: 2, generators: 2, env }, async (stage) => {
    const answers = await startSome(stage, count);
    await untilStreaming(stage, answers, TOKENS_PER_SECOND);
    const persister = await fallBehind(stage);
    const lostAt = Date.now();
    await lose(stage);
    process.kill(persister.pid, 'SIGCONT');
    const { figures, logs } = await judgeAnswers(stage, answers);
    const recoveryMs = logs.flatMap((log) => recoveryOf(log, lostAt));
    return { ...figures, faultsDone: 1, recoveryMs, remark: await describeRewinds(answers, logs) };
  });
}

async function startSome(stage: Stage, count: number): Promise<Answer[]> {
  const settings = `@tps=${TOKENS_PER_SECOND},tokens=${TOKENS_PER_SECOND * STREAMING_SECONDS}`;
  const shares = MODELS.map((model, i) => ({
    model: model + settings,
    count: Math.floor((count + i) / MODELS.length),
  }));
  return (await Promise.all(shares.map((share) => startAnswers(stage, share)))).flat();
}

/**
 * The persister dies, and the one that is started in its place stands still: what the first had in its hands is gone,
 * and the second has read nothing yet.
 */
async function fallBehind({ stack }: Stage): Promise<StackProcess> {
  const { pid } = stack.process('persister');
  process.kill(pid, 'SIGKILL');
  const isNext = (each: StackProcess): boolean => each.service === 'persister' && each.pid !== pid;
  const next = await eventually(
    async () => stack.processes().find(isNext),
    (found) => found !== undefined,
  );
  if (!next) throw new Error('no persister was started again');
  process.kill(next.pid, 'SIGSTOP');
  await new Promise((resolve) => setTimeout(resolve, BEHIND_MS));
  return next;
}

async function flush({ logs }: Stage): Promise<void> {
  await logs.redis.flushall();
}

async function killAndDelete({ stack }: Stage): Promise<void> {
  const redis = stack.process('redis');
  rmSync(join(stack.dataDir, 'redis'), { recursive: true });
  process.kill(redis.pid, 'SIGKILL');
  await stack.waitForProcess('redis', redis.pid);
}

/** From the loss of its log to the next attempt. */
function recoveryOf(log: readonly Entry[], lostAt: number): number[] {
  const rebuilt = log.find(({ incarnation }) => incarnation > 0);
  return rebuilt ? [rebuilt.at - lostAt] : [];
}

async function describeRewinds(answers: readonly Answer[], logs: readonly Entry[][]): Promise<string> {
  const readings = await Promise.all(answers.flatMap((answer) => answer.readings));
  const rewinds = readings.map((reading) =>
    reading.tag === 'read' ? reading.events.filter(({ event }) => event === 'rewind').length : 0,
  );
  const rebuilt = logs.filter((log) => log.some(({ incarnation }) => incarnation > 0)).length;
  const once = rewinds.filter((count) => count === 1).length;
  const more = rewinds.filter((count) => count > 1).length;
  return `${rebuilt} of ${logs.length} logs rebuilt; ${once} readers got one rewind, ${more} more than one`;
}

export const trials: Trial[] = [
  {
    fault: 27,
    name: 'Redis loses all data (FLUSHALL) while all answers stream, its mirror behind by 0.4 s',
    userSees:
      'a pause of some seconds; who was ahead of the mirror is told, with one rewind, and the text goes on',
    full: { rounds: 1, answers: 50 },
    run: (scale) => loseData(scale, flush),
  },
  {
    fault: 27,
    name: 'Redis is killed (SIGKILL) and its data folder deleted while all answers stream, its mirror behind by 0.4 s',
    userSees: 'the same, and the restart of Redis',
    full: { rounds: 1, answers: 50 },
    run: (scale) => loseData(scale, killAndDelete),
  },
];
