import { randomUUID } from 'node:crypto';
import { decodeEntry, type Entry, type EntryOf } from '@continuo/shared/protocol/entry';
import { answerText, foldTask } from '@continuo/shared/protocol/fold-task';
import { isTaskId, type TaskId } from '@continuo/shared/protocol/task-id';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { waitForTasks } from '../../chaos/settle.ts';
import { generate } from '../../support/api.ts';
import { read, type Reading } from './answers.ts';
import { judgeAnswer, type AnswerVerdict } from './judge-answer.ts';
import { ANSWER_TOKENS, WIRES, type ProviderFault, type Wire } from './provider-faults.ts';
import type { Stage } from './stage.ts';

/** One answer that meets one fault: once, or each time its provider is asked. */
export interface Meeting {
  fault: ProviderFault;
  wire: Wire;
  lasts: 'once' | 'for good';
  /** Somebody else may be asked. */
  hasFallback?: boolean;
}

/** What came of it. */
export interface Outcome extends Meeting {
  terminal: EntryOf<'completed'> | EntryOf<'failed'> | EntryOf<'cancelled'> | undefined;
  text: string;
  /** What the provider would have answered without the fault. */
  expectedText: string;
  attempts: number;
  /** From the acceptance to the end, ms. */
  tookMs: number;
  /** For each retry: ms from the last that came before the failure until another attempt began. */
  recoveryMs: number[];
  verdict: AnswerVerdict;
}

/** Answers under way at a time, also with the costly faults, and how fast they come. */
const AT_ONCE_MAX = 60;
const COSTLY_AT_ONCE_MAX = 4;
const TOKENS_PER_SECOND = 600;
const SETTLE_MS = 30_000;
const PLAIN = `tps=${TOKENS_PER_SECOND},tokens=${ANSWER_TOKENS}`;
const FALLBACK = `sim-claude@${PLAIN}`;

interface Asked extends Meeting {
  taskId: TaskId;
  prompt: string;
  model: string;
  reading: Reading;
}

/** Lets answers meet their faults, many side by side, and judges what came of each. */
export async function meetProviderFaults(stage: Stage, meetings: readonly Meeting[]): Promise<Outcome[]> {
  const costly = meetings.filter(({ fault }) => fault.isCostly);
  const others = meetings.filter(({ fault }) => !fault.isCostly);
  const asked = [
    ...(await askAll(stage, others, AT_ONCE_MAX)),
    ...(await askAll(stage, costly, COSTLY_AT_ONCE_MAX)),
  ];
  const taskIds = asked.map(({ taskId }) => taskId);
  await waitForTasks(stage.logs.redis, taskIds, performance.now() + SETTLE_MS);
  const calls = Map.groupBy(await stage.ledger.readAll(), ({ prompt }) => prompt);
  return await Promise.all(asked.map((one) => judge(stage, one, calls.get(one.prompt) ?? [])));
}

async function askAll(stage: Stage, meetings: readonly Meeting[], atOnce: number): Promise<Asked[]> {
  const waiting = [...meetings];
  const asked: Asked[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) asked.push(await ask(stage, next));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return asked;
}

async function ask({ stack }: Stage, meeting: Meeting): Promise<Asked> {
  const { fault, wire, lasts, hasFallback } = meeting;
  const { provider, model: bare } = fault.to ?? WIRES[wire];
  const settings = [PLAIN, fault.settings, lasts === 'once' ? 'times=1' : ''].filter((each) => each !== '');
  const model = `${bare}@${settings.join(',')}`;
  const prompt = `${fault.name} ${randomUUID()}`;
  const [, kind] = /^fault=([\w:]+)/.exec(fault.settings) ?? [];
  if (lasts === 'for good' && kind && wire === 'Responses, background') {
    // What a model's name says holds for the creation of a run only.
    await stack.simulator.addPlan({
      match: { prompt, endpoint: 'retrieve' },
      times: 100,
      plan: { fault: kind },
    });
  }
  const { task_id: taskId } = await generate(stack.url, {
    prompt,
    provider,
    model,
    ...(hasFallback ? { fallbacks: [{ provider: 'simulator', model: FALLBACK }] } : {}),
  });
  if (!isTaskId(taskId)) throw new Error(`not a task id: ${taskId}`);
  return { ...meeting, taskId, prompt, model, reading: await read(stack.urls, taskId) };
}

async function judge(
  { logs }: Stage,
  { taskId, prompt, model, reading, ...meeting }: Asked,
  calls: Parameters<typeof judgeAnswer>[0]['calls'],
): Promise<Outcome> {
  const redis = await logs.readRedis(taskId);
  const entries = redis.map(decodeEntry);
  const view = foldTask(entries);
  // The fault is left out of the name: the text that is expected has none.
  const plain = meeting.hasFallback ? FALLBACK : model.replace(/,fault=[^,]*/, '');
  const verdict = judgeAnswer({
    taskId,
    prompt,
    model: plain,
    readings: [reading.tag === 'read' ? reading.events : undefined],
    redis,
    postgres: await logs.readPostgres(taskId),
    calls,
  });
  return {
    ...meeting,
    terminal: view.terminal,
    text: answerText(view),
    expectedText: expectedAnswer(plain, prompt).text,
    attempts: view.attempt,
    tookMs: (view.finishedAt ?? Infinity) - view.acceptedAt,
    recoveryMs: recoveriesOf(entries),
    verdict,
  };
}

function recoveriesOf(entries: readonly Entry[]): number[] {
  return entries.flatMap((entry, i) => {
    const before = entries[i - 1];
    const next = entries.slice(i).find(({ type }) => type === 'attempt_started');
    return entry.type === 'retry_scheduled' && before && next ? [next.at - before.at] : [];
  });
}
