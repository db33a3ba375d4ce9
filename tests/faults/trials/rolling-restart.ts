import { randomUUID } from 'node:crypto';
import { isTaskId, type TaskId } from '@continuo/shared/protocol/task-id';
import { pause } from '../../chaos/clients/client.ts';
import { sendSignal, type DoneFault } from '../../chaos/faults/send-signal.ts';
import { generate, oneTo } from '../../support/api.ts';
import { read, type Answer } from '../support/answers.ts';
import { describeMs } from '../support/describe-ms.ts';
import { judgeAnswers, recoveriesOf } from '../support/judge-answers.ts';
import { onStage, type Stage } from '../support/stage.ts';
import type { Measured, Trial } from '../trial.ts';

/** Nothing is finished first: every answer under way is handed over. */
const STACK = { gateways: 2, generators: 2, persisters: 2, env: { DRAIN_MS: '0' } };
const KNOCKERS = 4;
const KNOCK_MS = 10;
const TRIES_MAX = 10;
const SHORT = 'sim-writer@tps=0,tokens=5';
const SERVICES = ['gateway', 'generator', 'persister'] as const;
/** One second of streaming. */
const MODELS = ['sim-writer@tps=100,tokens=100', 'sim-background@tps=100,tokens=100'] as const;

/** What clients met while they asked. */
interface Load {
  answers: Answer[];
  requests: number;
  /** How often a gateway gave no answer at all, by the error of the connection. */
  unanswered: Map<string, number>;
  /** Answers other than 202, and requests that nobody answered, as sentences. */
  failures: string[];
}

/** Ends and restarts every copy of every service, one after the other, under clients that ask without pause. */
async function rollUnderLoad(stage: Stage, rounds: number, clients: number): Promise<Measured> {
  const over = new AbortController();
  const load: Load = { answers: [], requests: 0, unanswered: new Map(), failures: [] };
  const asking = Promise.all([
    ...oneTo(clients).map((client) => askAndRead(stage, load, client, over.signal)),
    ...oneTo(KNOCKERS).map((client) => knock(stage, load, client, over.signal)),
  ]);
  const faults: DoneFault[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const service of SERVICES) faults.push(...(await roll(stage, service)));
  }
  over.abort();
  await asking;
  const { figures, logs } = await judgeAnswers(stage, load.answers);
  const takeovers = recoveriesOf(logs, faults);
  return {
    ...figures,
    faultsDone: faults.length,
    recoveryMs: takeovers,
    lost: figures.lost + load.failures.length,
    complaints: [...(figures.complaints ?? []), ...load.failures],
    remark: `of ${load.requests} requests ${load.failures.length} failed; sent again to the other gateway: ${JSON.stringify(Object.fromEntries(load.unanswered))}; from SIGTERM to the next holder ${describeMs(takeovers)}`,
  };
}

async function roll({ stack }: Stage, service: string): Promise<DoneFault[]> {
  const faults: DoneFault[] = [];
  for (const copy of stack.processes().filter((process) => process.service === service)) {
    const fault = sendSignal('drain', copy);
    if (fault) faults.push(fault);
    await stack.waitForProcess(service, copy.pid);
  }
  return faults;
}

async function askAndRead({ stack }: Stage, load: Load, client: number, over: AbortSignal): Promise<void> {
  for (let n = client; !over.aborted; n += 1) {
    const prompt = randomUUID();
    const model = MODELS[n % MODELS.length] ?? MODELS[0];
    const taskId = await ask(stack.urls, load, n, { prompt, model });
    if (!taskId) continue;
    const reading = read(stack.urls, taskId);
    load.answers.push({ taskId, prompt, model, readings: [reading] });
    await reading;
  }
}

/** Asks what the cache answers at once: as many requests as gateways can take, over connections that are kept. */
async function knock({ stack }: Stage, load: Load, client: number, over: AbortSignal): Promise<void> {
  for (let n = client; !over.aborted; n += 1) {
    await ask(stack.urls, load, n, { prompt: 'the same again', model: SHORT });
    await pause(KNOCK_MS);
  }
}

/**
 * As a balancer and a client do: what a gateway gave no answer to, because it was not there any more, is sent to
 * the next one; under its key it is one task.
 */
async function ask(
  urls: readonly string[],
  load: Load,
  first: number,
  body: { prompt: string; model: string },
): Promise<TaskId | undefined> {
  const headers = { 'idempotency-key': randomUUID() };
  load.requests += 1;
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    try {
      const { task_id: taskId } = await generate(urls[(first + tries) % urls.length] ?? '', body, headers);
      if (isTaskId(taskId)) return taskId;
      throw new Error(`not a task id: ${taskId}`);
    } catch (error) {
      const cause = causeOf(error);
      if (cause === '') {
        load.failures.push(`a request failed: ${String(error)}`);
        return undefined;
      }
      load.unanswered.set(cause, (load.unanswered.get(cause) ?? 0) + 1);
    }
  }
  load.failures.push('a request failed: no gateway answers');
  return undefined;
}

/** Why there was no answer at all; empty: there was one. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error) || !(error.cause instanceof Error)) return '';
  return 'code' in error.cause ? String(error.cause.code) : error.cause.message;
}

export const trials: Trial[] = [
  {
    fault: 41,
    name: 'every gateway, generator and persister is restarted (SIGTERM), one after the other, under load',
    userSees: 'nothing; a stream reconnects',
    full: { rounds: 2, answers: 8 },
    run: ({ rounds, answers }) => onStage(STACK, (stage) => rollUnderLoad(stage, rounds, answers)),
  },
];
