import type { HistoryReply, WorkflowReply } from '@continuo/shared/protocol/workflow-api';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerOf, generate, readToTheEnd } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';

const TEST_MS = 60_000;
const SETTINGS = '@tps=60,tokens=300';

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({ generators: 2 });
}, STACK_START_MS);

afterAll(async () => {
  await stack?.dispose();
});

async function readWorkflow<Reply>(taskId: string, what: string): Promise<Reply> {
  const response = await fetch(`${stack.url}/api/workflows/${taskId}/${what}`);
  return (await response.json()) as Reply;
}

async function killGenerators(): Promise<void> {
  for (const { service, pid } of stack.processes().filter((process) => process.service === 'generator')) {
    process.kill(pid, 'SIGKILL');
    await stack.waitForProcess(service, pid);
  }
}

test.each([
  { model: 'sim-background', strategy: 'reattach', calls: ['fresh'] },
  { model: 'sim-writer', strategy: 'prefill', calls: ['fresh', 'prefill'] },
  { model: 'sim-claude', strategy: 'continue', calls: ['fresh', 'continuation'] },
])(
  'fault 7, invariant 6: $model is taken over in mid-answer by $strategy; what was stored is not generated again',
  async ({ model, strategy, calls }) => {
    const prompt = `taken over by ${strategy}`;
    const { task_id } = await generate(stack.url, { prompt, model: model + SETTINGS });
    const reading = readToTheEnd(stack.urls, task_id);
    await eventually(
      () => stack.simulator.readLedger({ prompt }),
      (ledger) => (ledger.calls[0]?.output_tokens ?? 0) > 60,
    );

    await killGenerators();

    const events = await reading;
    expect(answerOf(events)).toBe(expectedAnswer(model + SETTINGS, prompt).text);
    const takeover = events.findLastIndex(({ event }) => event === 'attempt_started');
    const started = JSON.parse(events[takeover]?.data ?? '{}') as { strategy: string; kept_chunks: number };
    const stored = events.slice(0, takeover);
    expect(started.strategy).toBe(strategy);
    expect(started.kept_chunks).toBe(stored.filter(({ event }) => event === 'chunk').length);
    const ledger = await stack.simulator.readLedger({ prompt });
    expect(ledger.calls.map((call) => call.start)).toEqual(calls);
    // Where the last call began: at the start for the one run there was, else right behind what was stored, but for
    // white space at its end, which no provider goes on behind.
    const expectedStart = calls.length === 1 ? 0 : answerOf(stored).trimEnd().length;
    const began = ledger.calls.at(-1)?.first_char ?? -1;
    expect(answerOf(stored).slice(0, began).trimEnd()).toHaveLength(expectedStart);
  },
  TEST_MS,
);

test(
  'fault 7: the workflow of a task that was taken over tells both attempts, why the first ended, and where in the stream',
  async () => {
    const prompt = 'taken over, and looked at';
    const { task_id } = await generate(stack.url, { prompt, model: `sim-writer${SETTINGS}` });
    const reading = readToTheEnd(stack.urls, task_id);
    await eventually(
      () => stack.simulator.readLedger({ prompt }),
      (ledger) => (ledger.calls[0]?.output_tokens ?? 0) > 60,
    );

    await killGenerators();

    const events = await reading;
    const history = await readWorkflow<HistoryReply>(
      task_id,
      'history?limit=200&types=attempt_started,completed',
    );
    const [first, second, end] = history.entries;
    for (const { id, type, epoch, at, data } of history.entries) {
      const sent = events.find((event) => event.id === id);
      expect(sent?.event).toBe(type);
      expect(JSON.parse(sent?.data ?? '')).toEqual({ type, epoch, at, ...data });
    }
    expect(history.entries.map(({ type }) => type)).toEqual([
      'attempt_started',
      'attempt_started',
      'completed',
    ]);
    expect(second).toMatchObject({
      epoch: 2,
      data: { attempt: 2, strategy: 'prefill', previous_end: 'worker_lost' },
    });

    const { attempts, steps } = await readWorkflow<WorkflowReply>(task_id, 'status');
    expect(attempts).toMatchObject([
      { worker: first?.data['worker'], started_seq: 2, ended_seq: second?.seq, end_reason: 'worker_lost' },
      {
        worker: second?.data['worker'],
        started_seq: second?.seq,
        ended_seq: end?.seq,
        end_reason: 'completed',
      },
    ]);
    expect(attempts[0]?.worker).not.toBe(attempts[1]?.worker);
    expect(attempts[1]?.kept_chunks).toBe(attempts[0]?.chunks);
    expect(attempts[0]?.usage).toMatchObject({ estimated: true });
    expect(steps[2]).toMatchObject({ name: 'generate', state: 'completed' });
  },
  TEST_MS,
);
