import type { DeadListReply } from '@continuo/shared/protocol/dead-letter-api';
import { generate, readToTheEnd } from '../api.ts';
import { eventually } from '../eventually.ts';
import type { Operation } from './document.ts';

/** The ids that stand in examples. */
const TASK = 't0_019aa0c25f3e7d1cb0a1c2d3e4f50617';
const CONVERSATION = 'c_019aa0c25f3e7d1cb0a1c2d3e4f50618';
const BATCH = 'b_019aa0c25f3e7d1cb0a1c2d3e4f50619';

/** Enough chunks for the cursor of the examples, 48-0. */
const MODEL = 'sim-writer@tps=100,tokens=400';
const FAST_MODEL = 'sim-writer@tps=0,tokens=50';
const ENDLESS_MODEL = 'sim-writer@tps=10,tokens=5000';

/** Operations that only a batch takes which is not over. */
const OF_OPEN_BATCHES = /\/(pause|resume|cancel)$/;

/** Makes what the examples speak of, of the kind that an operation needs. */
export interface ExampleWorld {
  /** By the ids of the examples. */
  realIdsFor: (operation: Operation) => Promise<ReadonlyMap<string, string>>;
}

export function makeExampleWorld(url: string): ExampleWorld {
  let shared: Promise<ReadonlyMap<string, string>> | undefined;

  async function makeShared(): Promise<ReadonlyMap<string, string>> {
    const [{ task_id: taskId, conversation_id: conversationId }, batchId] = await Promise.all([
      generate(url, { prompt: 'Why is the sky blue?', model: MODEL }),
      makeBatch(FAST_MODEL),
    ]);
    await readToTheEnd([url], taskId);
    await eventually(
      () => getJson<{ persisted_seq: number; seq: number }>(`/api/chat/status/${taskId}`),
      ({ persisted_seq, seq }) => persisted_seq === seq,
    );
    await eventually(
      () => getJson<{ status: string }>(`/api/batches/${batchId}`),
      ({ status }) => status === 'completed',
    );
    return new Map([
      [TASK, taskId],
      [CONVERSATION, conversationId],
      [BATCH, batchId],
    ]);
  }

  async function makeBatch(model: string): Promise<string> {
    const lines = ['What is the capital of France?', 'What is the capital of Peru?'];
    const response = await fetch(`${url}/api/batches`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ lines, defaults: { model } }),
    });
    return ((await response.json()) as { batch_id: string }).batch_id;
  }

  async function makeDeadTask(): Promise<string> {
    const { task_id } = await generate(url, {
      prompt: 'Given up',
      model: 'sim-writer@fault=500',
      cache: false,
    });
    await readToTheEnd([url], task_id);
    await eventually(
      () => getJson<DeadListReply>('/api/dead'),
      ({ dead_letters }) => dead_letters.some((letter) => letter.task_id === task_id),
    );
    return task_id;
  }

  async function getJson<Reply>(target: string): Promise<Reply> {
    return (await (await fetch(url + target)).json()) as Reply;
  }

  return {
    realIdsFor: async ({ path }) => {
      const ids = await (shared ??= makeShared());
      if (path.startsWith('/api/dead/')) return new Map([...ids, [TASK, await makeDeadTask()]]);
      if (path.startsWith('/api/batches/') && OF_OPEN_BATCHES.test(path)) {
        return new Map([...ids, [BATCH, await makeBatch(ENDLESS_MODEL)]]);
      }
      return ids;
    },
  };
}
