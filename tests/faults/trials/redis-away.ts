import { setTimeout as pause } from 'node:timers/promises';
import { startAnswers, untilStreaming, type Answer } from '../support/answers.ts';
import { judgeAnswers } from '../support/judge-answers.ts';
import { onStage, type Stage } from '../support/stage.ts';
import type { Measured, Trial, TrialScale } from '../trial.ts';

/** Long enough that the fault comes in mid-answer, whatever the machine does meanwhile. */
const MODEL = 'sim-writer@tps=60,tokens=200';
const AWAY_MS = 30_000;

/** One wave of answers a round; the fault is done once they stream. */
async function inWaves(
  stage: Stage,
  { rounds, answers }: TrialScale,
  doFault: () => Promise<void>,
): Promise<Measured> {
  const all: Answer[] = [];
  const recoveryMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const wave = await startAnswers(stage, { count: Math.ceil(answers / rounds), model: MODEL });
    await untilStreaming(stage, wave);
    await doFault();
    recoveryMs.push(await timeToGoOn(stage, wave));
    all.push(...wave);
    await Promise.all(wave.flatMap(({ readings }) => readings));
  }
  const { figures } = await judgeAnswers(stage, all);
  return { ...figures, faultsDone: rounds, recoveryMs };
}

/** Ms from now, with Redis back, until each of these logs is longer. */
async function timeToGoOn(stage: Stage, answers: readonly Answer[]): Promise<number> {
  const backAtMs = performance.now();
  const heads = await Promise.all(
    answers.map(async ({ taskId }) => (await stage.logs.readRedis(taskId)).length),
  );
  await untilStreaming(stage, answers, Math.max(...heads) + 1);
  return Math.round(performance.now() - backAtMs);
}

/** Redis dies and is started again at once. */
export function killRedis(scale: TrialScale): Promise<Measured> {
  return onStage({ gateways: 2, generators: 2 }, (stage) =>
    inWaves(stage, scale, async () => {
      const { pid } = stage.stack.process('redis');
      process.kill(pid, 'SIGKILL');
      await stage.stack.waitForProcess('redis', pid);
    }),
  );
}

/** Redis takes connections and says nothing, as behind a network that has gone. */
export function silenceRedis(scale: TrialScale, awayMs: number): Promise<Measured> {
  return onStage({ gateways: 2, generators: 2 }, (stage) =>
    inWaves(stage, scale, async () => {
      const { pid } = stage.stack.process('redis');
      process.kill(pid, 'SIGSTOP');
      await pause(awayMs);
      process.kill(pid, 'SIGCONT');
    }),
  );
}

export const trials: Trial[] = [
  {
    fault: 18,
    name: 'Redis is killed (SIGKILL) in mid-answer and started again',
    userSees: 'a pause until it is back, then the answer goes on',
    run: killRedis,
  },
  {
    fault: 20,
    name: `Redis is silent for ${AWAY_MS / 1_000} s (SIGSTOP) in mid-answer`,
    userSees: 'a pause with heartbeats, then the answer goes on; finished answers can be read meanwhile',
    full: { rounds: 1, answers: 40 },
    run: (scale) => silenceRedis(scale, AWAY_MS),
  },
];
