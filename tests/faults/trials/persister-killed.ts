import type { TaskId } from '@continuo/shared/protocol/task-id';
import { taskKey } from '@continuo/shared/redis/keys';
import { sendSignal } from '../../chaos/faults/send-signal.ts';
import { eventually } from '../../support/eventually.ts';
import { startAnswers, untilStreaming, type Answer } from '../support/answers.ts';
import { judgeAnswers } from '../support/judge-answers.ts';
import { onStage, type Stage } from '../support/stage.ts';
import type { Measured, Trial, TrialScale } from '../trial.ts';

/** Row 13: persisters are killed while they mirror. */

const MODEL = 'sim-writer@tps=30,tokens=120';
const COPIES = 2;

/** One, the other, and then both at once. Recovery: when all that there was at the kill is mirrored. */
async function killPersisters({ rounds, answers: count }: TrialScale): Promise<Measured> {
  return await onStage({ persisters: COPIES }, async (stage) => {
    const all: Answer[] = [];
    const recoveryMs: number[] = [];
    let faultsDone = 0;
    while (faultsDone < rounds) {
      const answers = await startAnswers(stage, { count, model: MODEL });
      all.push(...answers);
      await untilStreaming(stage, answers);
      for (const copies of [1, 1, COPIES]) {
        const heads = await readNumbers(stage, answers, 'seq');
        const from = performance.now();
        faultsDone += killOldest(stage, copies);
        await untilMirrored(stage, answers, heads);
        recoveryMs.push(Math.round(performance.now() - from));
      }
      await Promise.all(answers.flatMap(({ readings }) => readings));
    }
    const { figures } = await judgeAnswers(stage, all);
    return { ...figures, faultsDone, recoveryMs };
  });
}

/** Those that have lived longest: the others may just be starting. @returns how many it has killed */
function killOldest({ stack }: Stage, copies: number): number {
  const persisters = stack.processes().filter(({ service }) => service === 'persister');
  const oldest = persisters.toSorted((a, b) => a.pid - b.pid).slice(0, copies);
  return oldest.filter((victim) => sendSignal('kill', victim)).length;
}

async function untilMirrored(
  stage: Stage,
  answers: readonly Answer[],
  heads: readonly number[],
): Promise<void> {
  await eventually(
    () => readNumbers(stage, answers, 'persisted'),
    (persisted) => heads.every((head, i) => (persisted[i] ?? 0) >= head),
  );
}

async function readNumbers(
  { logs }: Stage,
  answers: readonly Answer[],
  field: 'seq' | 'persisted',
): Promise<number[]> {
  const read = (taskId: TaskId): Promise<string | null> => logs.redis.hget(taskKey(taskId), field);
  return (await Promise.all(answers.map(({ taskId }) => read(taskId)))).map(Number);
}

export const trials: Trial[] = [
  {
    fault: 13,
    name: 'persisters are killed (SIGKILL) while they mirror, one by one and all at once',
    userSees: 'nothing',
    full: { rounds: 20, answers: 40 },
    run: killPersisters,
  },
];
