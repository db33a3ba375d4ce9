import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { isTaskId, type TaskId } from '@continuo/shared/protocol/task-id';
import { sendSignal } from '../../chaos/faults/send-signal.ts';
import { generate, oneTo } from '../../support/api.ts';
import { read, type Answer } from '../support/answers.ts';
import { judgeAnswers } from '../support/judge-answers.ts';
import { onStage, type Stage } from '../support/stage.ts';
import type { Measured, Trial, TrialScale } from '../trial.ts';

/** Row 4: gateways are killed in turn, under all readers and under requests that are on their way. */

const TOKENS_PER_SECOND = 15;
const TOKENS_MIN = 45;
const EVERY_MS = 1_500;
const REQUESTS_PER_KILL = 4;
const AGAIN_MS = 50;
const TRIES_MAX = 400;
const COPIES = 2;

/** When a reader was sent entries. */
type Moments = number[];

interface Course {
  stage: Stage;
  model: string;
  answers: Answer[];
  moments: Moments[];
  /** Requests that were sent again with their key, and became another task. */
  twins: number;
}

async function killGateways(scale: TrialScale): Promise<Measured> {
  const seconds = (scale.rounds * EVERY_MS) / 1_000;
  const tokens = TOKENS_MIN + Math.round(seconds * TOKENS_PER_SECOND);
  const model = `sim-writer@tps=${TOKENS_PER_SECOND},tokens=${tokens}`;
  return await onStage({ gateways: COPIES, generators: 2 }, async (stage) => {
    const course: Course = { stage, model, answers: [], moments: [], twins: 0 };
    await Promise.all(oneTo(scale.answers).map(() => ask(course, stage.stack.urls)));
    const kills: number[] = [];
    while (kills.length < scale.rounds) {
      await pause(EVERY_MS);
      kills.push(await killUnderRequests(course, kills.length % COPIES));
    }
    const { figures } = await judgeAnswers(stage, course.answers);
    return {
      ...figures,
      wrongEntries: figures.wrongEntries + course.twins,
      faultsDone: kills.length,
      recoveryMs: kills.flatMap((at) => course.moments.flatMap((moments) => silenceAfter(at, moments))),
      remark: `${kills.length * REQUESTS_PER_KILL} requests sent into the kills and again with the same key, ${course.twins} twins`,
    };
  });
}

/** @returns when it was killed, `performance.now()` */
async function killUnderRequests(course: Course, copy: number): Promise<number> {
  const { urls } = course.stage.stack;
  const victim = course.stage.stack.process('gateway', copy + 1);
  const urlsFromVictim = [...urls.slice(copy), ...urls.slice(0, copy)];
  const asking = oneTo(REQUESTS_PER_KILL).map(() => ask(course, urlsFromVictim));
  const at = performance.now();
  sendSignal('kill', victim);
  await Promise.all(asking);
  await course.stage.stack.waitForProcess('gateway', victim.pid);
  return at;
}

/** Asks until there is an answer, and once more with the same key; and reads, at whatever gateway is there. */
async function ask(course: Course, urls: readonly string[]): Promise<void> {
  const { stage, model } = course;
  const prompt = `question ${randomUUID()}`;
  const key = randomUUID();
  const taskId = await submit(urls, { prompt, model }, key);
  if ((await submit(urls.toReversed(), { prompt, model }, key)) !== taskId) course.twins += 1;
  const moments: Moments = [];
  course.moments.push(moments);
  const reading = read(stage.stack.urls, taskId, () => moments.push(performance.now()));
  course.answers.push({ taskId, prompt, model, readings: [reading] });
}

async function submit(
  urls: readonly string[],
  body: { prompt: string; model: string },
  key: string,
): Promise<TaskId> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    try {
      const reply = await generate(urls[tries % urls.length] ?? '', body, { 'idempotency-key': key });
      if (isTaskId(reply.task_id)) return reply.task_id;
    } catch (error) {
      // The gateway died, or is not there yet. Anything else is a fault.
      if (!(error instanceof TypeError)) throw error;
    }
    await pause(AGAIN_MS);
  }
  throw new Error('no gateway took the request');
}

/** From the kill to the next entry. Nothing for a reader that came later, or had ended. */
function silenceAfter(at: number, moments: Moments): number[] {
  const next = moments.findIndex((moment) => moment > at);
  const moment = moments[next];
  return next > 0 && moment !== undefined ? [Math.round(moment - at)] : [];
}

export const trials: Trial[] = [
  {
    fault: 4,
    name: 'gateways are killed (SIGKILL) under their readers and under requests',
    userSees: 'a reconnect; a request is sent again by itself, and is one task all the same',
    full: { rounds: 20, answers: 100 },
    run: killGateways,
  },
];
