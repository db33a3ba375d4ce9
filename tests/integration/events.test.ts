import type { StoredEntry } from '@continuo/shared/protocol/entry';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { taskKey } from '@continuo/shared/redis/keys';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generate, oneTo, readToTheEnd } from '../support/api.ts';
import { eventually } from '../support/eventually.ts';
import { openBothLogs, type BothLogs } from '../support/both-logs.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';

const TASKS = 12;
/** Ten seconds of streaming: longer than it takes to kill the generators, on a busy machine too. */
const MODEL = 'sim-writer@tps=20,tokens=200';
const TEST_MS = 60_000;

/** The event that each entry of a log makes (PROTOCOL.md, section 4). */
const EVENT_OF: Readonly<Record<string, string>> = {
  accepted: 'task_created',
  attempt_started: 'task_started',
  completed: 'task_finished',
};

let stack: TestStack;
let logs: BothLogs;

beforeAll(async () => {
  stack = await startTestStack({ gateways: 2, generators: 2, env: { LEASE_MS: '1000' } });
  logs = openBothLogs(stack);
}, STACK_START_MS);

afterAll(async () => {
  await logs?.close();
  await stack?.dispose();
});

/** Of all tasks, as a resuming client reads them: over as many connections as it takes. */
async function readEvents(
  urls: readonly string[],
  onOpen: () => void,
  isOver: (events: readonly EventSourceMessage[]) => boolean,
): Promise<EventSourceMessage[]> {
  const events: EventSourceMessage[] = [];
  let cursor: string | undefined;
  for (let tries = 0; !isOver(events); tries += 1) {
    const abort = new AbortController();
    try {
      const response = await fetch(`${urls[tries % urls.length]}/api/events`, {
        headers: cursor === undefined ? {} : { 'last-event-id': cursor },
        signal: abort.signal,
      });
      onOpen();
      const parser = createParser({
        onEvent: (event) => {
          cursor = event.id ?? cursor;
          if (event.event !== 'stats') events.push(event);
        },
      });
      const decoder = new TextDecoder();
      for await (const bytes of response.body ?? []) {
        parser.feed(decoder.decode(bytes, { stream: true }));
        if (isOver(events)) break;
      }
    } catch (error) {
      // The connection broke: that is what a resuming client is for. Anything else is a fault.
      if (!(error instanceof TypeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    abort.abort();
  }
  return events;
}

async function kill(service: 'gateway' | 'generator', n: number): Promise<void> {
  const { pid } = stack.process(service, n);
  process.kill(pid, 'SIGKILL');
  await stack.waitForProcess(service, pid);
}

/** Until every task has a holder that writes. */
async function untilStreaming(taskIds: readonly TaskId[]): Promise<void> {
  await eventually(
    () => Promise.all(taskIds.map((taskId) => logs.redis.hget(taskKey(taskId), 'seq'))),
    (seqs) => seqs.every((seq) => Number(seq) > 2),
  );
}

function taskOf({ data }: EventSourceMessage): string {
  return (JSON.parse(data) as { task_id: string }).task_id;
}

test(
  'a client that comes back to another gateway is told what every log says, once and in order, though processes die',
  { timeout: TEST_MS },
  async () => {
    const opened = Promise.withResolvers<void>();
    const reading = readEvents(
      stack.urls,
      () => opened.resolve(),
      (events) => events.filter(({ event }) => event === 'task_finished').length === TASKS,
    );
    await opened.promise;
    const taskIds = await Promise.all(
      oneTo(TASKS).map(async (n) => {
        const body = { prompt: `question ${n}`, model: MODEL };
        return (await generate(stack.urls[1] ?? '', body)).task_id as TaskId;
      }),
    );
    const transcripts = taskIds.map((taskId) => readToTheEnd(stack.urls, taskId));
    await untilStreaming(taskIds);
    await Promise.all([kill('gateway', 1), kill('generator', 1), kill('generator', 2)]);
    await Promise.all(transcripts);

    const events = await reading;
    const written = await Promise.all(taskIds.map((taskId) => logs.readRedis(taskId)));
    const told = taskIds.map((taskId) => events.filter((event) => taskOf(event) === taskId));
    expect(told.map((those) => those.map(({ event }) => event))).toEqual(written.map(eventsOfLog));
    expect(events).toHaveLength(told.flat().length);
    // Somebody took over.
    expect(events.filter(({ event }) => event === 'task_started').length).toBeGreaterThan(TASKS);
  },
);

function eventsOfLog(log: readonly StoredEntry[]): string[] {
  return log.flatMap(({ type }) => EVENT_OF[type] ?? []);
}
