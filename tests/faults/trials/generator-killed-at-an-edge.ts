import { decodeEntry } from '@continuo/shared/protocol/entry';
import { answerText, foldTask } from '@continuo/shared/protocol/fold-task';
import type { StackProcess } from '@continuo/deploy/local-stack/process-set';
import { GENERATORS, requestsKey } from '@continuo/shared/redis/keys';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { sendSignal, type DoneFault } from '../../chaos/faults/send-signal.ts';
import { eventually } from '../../support/eventually.ts';
import { startAnswers, type Answer } from '../support/answers.ts';
import { judgeAnswers } from '../support/judge-answers.ts';
import { killInTurn } from '../support/kill-in-turn.ts';
import { countGenerators, judgeTakeovers, manyGenerators } from '../support/many-generators.ts';
import type { Stage } from '../support/stage.ts';
import { makeStagedTrial, type StagedTrial } from '../support/staged-trial.ts';
import type { Measured, TrialScale } from '../trial.ts';

/** Rows 6 and 8: generators are killed before the first word and after the last. */

/** A request that a generator had read, and nobody held, when it was killed. */
interface Orphan {
  taskId: string;
  killedAt: number;
}

/**
 * A generator that is asleep while it waits for requests is given one all the same: by Redis, into its socket. Killed
 * then, it has read the request and not claimed the task.
 */
async function killBeforeTheClaim(stage: Stage, scale: TrialScale): Promise<Measured> {
  const answers: Answer[] = [];
  const orphans: Orphan[] = [];
  let faultsDone = 0;
  while (faultsDone < scale.rounds) {
    const asleep = generatorsOf(stage).slice(1, 1 + scale.rounds - faultsDone);
    for (const generator of asleep) sendSignal('pause', generator);
    const count = countGenerators(scale) + 1;
    const asked = await startAnswers(stage, { count, model: 'sim-writer@tps=200,tokens=60' });
    const found = await killReaders(stage, asleep);
    orphans.push(...found.orphans);
    faultsDone += found.faults.length;
    answers.push(...asked);
    await Promise.all(asked.flatMap(({ readings }) => readings));
    await Promise.all(asleep.map(({ service, pid }) => stage.stack.waitForProcess(service, pid)));
  }
  const { figures, logs } = await judgeAnswers(stage, answers);
  const firstAttempts = new Map(
    answers.map(({ taskId }, i) => [
      taskId as string,
      logs[i]?.find(({ type }) => type === 'attempt_started')?.at ?? Infinity,
    ]),
  );
  const recoveryMs = orphans.map(
    ({ taskId, killedAt }) => (firstAttempts.get(taskId) ?? Infinity) - killedAt,
  );
  return { ...figures, faultsDone, recoveryMs };
}

function generatorsOf({ stack }: Stage): StackProcess[] {
  return stack.processes().filter(({ service }) => service === 'generator');
}

/** Kills the sleepers. Those that were given requests count: what was pending for each is theirs. */
async function killReaders(
  { logs: { redis } }: Stage,
  asleep: readonly StackProcess[],
): Promise<{ faults: DoneFault[]; orphans: Orphan[] }> {
  const pending = (await redis.xpending(requestsKey(0), GENERATORS, '-', '+', 1_000)) as [string, string][];
  const faults: DoneFault[] = [];
  const orphans: Orphan[] = [];
  for (const generator of asleep) {
    const read = pending.filter(([, consumer]) => consumer.endsWith(`-${generator.pid}`));
    const fault = sendSignal('kill', generator);
    if (!fault || read.length === 0) continue;
    faults.push(fault);
    for (const [entryId] of read) {
      const [request] = await redis.xrange(requestsKey(0), entryId, entryId);
      const fields = request?.[1] ?? [];
      orphans.push({ taskId: fields[fields.indexOf('task_id') + 1] ?? '', killedAt: fault.at });
    }
  }
  return { faults, orphans };
}

/** The whole text has come, but no marker of its end: the rest that the next holder asks for is empty. */
async function killBeforeTheEnd(stage: Stage, scale: TrialScale): Promise<Measured> {
  const settings = '@tps=200,tokens=60,fault=stall:60,times=1';
  const count = Math.ceil(scale.answers / 2);
  const answers = [
    ...(await startAnswers(stage, { count, model: `sim-writer${settings}` })),
    ...(await startAnswers(stage, { count, model: `sim-claude${settings}` })),
  ];
  await eventually(
    () => Promise.all(answers.map((answer) => isWhole(stage, answer))),
    (wholes) => wholes.every(Boolean),
  );
  const faults = await killInTurn(stage, answers, { rounds: scale.rounds, everyMs: 50, kind: 'kill' });
  return await judgeTakeovers(stage, answers, faults);
}

async function isWhole({ logs }: Stage, { taskId, model, prompt }: Answer): Promise<boolean> {
  const entries = await logs.readRedis(taskId);
  return answerText(foldTask(entries.map(decodeEntry))) === expectedAnswer(model, prompt).text;
}

export const trials: StagedTrial[] = [
  makeStagedTrial({
    fault: 6,
    name: 'generators are killed (SIGKILL) when they have read a request and not claimed its task',
    userSees: 'the first word comes a lease later',
    full: { rounds: 20, answers: 24 },
    options: manyGenerators,
    runOn: killBeforeTheClaim,
  }),
  makeStagedTrial({
    fault: 8,
    name: 'generators are killed (SIGKILL) when the whole text is stored and its end is not',
    userSees: 'the text is there, and is finished about a lease later',
    full: { rounds: 20, answers: 24 },
    options: manyGenerators,
    runOn: killBeforeTheEnd,
  }),
];
