import { setTimeout as pause } from 'node:timers/promises';
import { startPrivatePostgres } from '../../support/private-postgres.ts';
import { startAnswers, untilStreaming, type Answer } from '../support/answers.ts';
import { judgeAnswers } from '../support/judge-answers.ts';
import { onStage } from '../support/stage.ts';
import type { Measured, Trial, TrialScale } from '../trial.ts';

const MODEL = 'sim-writer@tps=60,tokens=200';
const AWAY_MS = 60_000;

/** Postgres dies with all its sessions and is started again, again and again while answers stream. */
export function killPostgres({ rounds, answers }: TrialScale): Promise<Measured> {
  return onStage({ persisters: 2 }, async (stage) => {
    const all: Answer[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const wave = await startAnswers(stage, { count: Math.ceil(answers / rounds), model: MODEL });
      await untilStreaming(stage, wave);
      const { pid } = stage.stack.process('postgres');
      process.kill(pid, 'SIGKILL');
      await stage.stack.waitForProcess('postgres', pid);
      await Promise.all(wave.flatMap(({ readings }) => readings));
      all.push(...wave);
    }
    const { figures } = await judgeAnswers(stage, all);
    return { ...figures, faultsDone: rounds, recoveryMs: [] };
  });
}

/** Postgres is away; answers are asked for, streamed and read to their end meanwhile. */
export async function stopPostgres({ rounds, answers }: TrialScale, awayMs: number): Promise<Measured> {
  const postgres = await startPrivatePostgres();
  try {
    return await onStage({ databaseUrl: postgres.url }, async (stage) => {
      const all: Answer[] = [];
      const drainMs: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        await postgres.stop();
        const away = pause(awayMs);
        const wave = await startAnswers(stage, { count: Math.ceil(answers / rounds), model: MODEL });
        await Promise.all(wave.flatMap(({ readings }) => readings));
        await away;
        await postgres.start();
        const backAtMs = performance.now();
        await judgeAnswers(stage, wave);
        drainMs.push(Math.round(performance.now() - backAtMs));
        all.push(...wave);
      }
      const { figures } = await judgeAnswers(stage, all);
      const remark = `the backlog was mirrored at most ${Math.max(...drainMs)} ms after Postgres was back`;
      return { ...figures, faultsDone: rounds, recoveryMs: [], remark };
    });
  } finally {
    await postgres.dispose();
  }
}

export const trials: Trial[] = [
  {
    fault: 14,
    name: 'Postgres is killed (SIGKILL) in mid-answer and started again',
    userSees: 'nothing; a list asked for at that moment is a 503 once',
    run: killPostgres,
  },
  {
    fault: 15,
    name: `Postgres is away for ${AWAY_MS / 1_000} s while answers are asked for and read`,
    userSees: 'answers as ever; lists, figures and expired answers are a 503 with Retry-After',
    full: { rounds: 1, answers: 40 },
    run: (scale) => stopPostgres(scale, AWAY_MS),
  },
];
