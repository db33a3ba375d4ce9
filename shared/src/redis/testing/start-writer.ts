import { encodeData, type EntryDraft } from '../../protocol/entry.ts';
import { entriesKey, taskKey } from '../keys.ts';
import type { TaskRef } from '../transitions.ts';
import { COMPLETED, LEASE_MS, submitHeld } from './test-task.ts';
import type { TestRedis } from './use-redis.ts';

/** A holder that writes a task's log entry by entry. */
export interface TestWriter {
  task: TaskRef;
  /** Seq of the last entry. */
  head: number;
  write: (...drafts: EntryDraft[]) => Promise<void>;
  /** Writes an entry whose message reaches nobody. */
  writeUnheard: (draft: EntryDraft) => Promise<void>;
  finish: () => Promise<void>;
}

/** Its log begins with `accepted` and `attempt_started`. */
export async function startWriter(store: TestRedis): Promise<TestWriter> {
  const { task, fence } = await submitHeld(store.transitions);
  const writer: TestWriter = {
    task,
    head: 2,
    write: async (...drafts) => {
      const args = { ...fence, from: writer.head + 1, leaseMs: LEASE_MS };
      const { tag } = await store.transitions.append(task, args, drafts);
      if (tag !== 'appended') throw new Error(`append answered ${tag}`);
      writer.head += drafts.length;
    },
    writeUnheard: async (draft) => {
      writer.head += 1;
      const fields = ['type', draft.type, 'epoch', 1, 'at', 1, 'data', encodeData(draft)];
      await store.redis.xadd(entriesKey(task.taskId), `${writer.head}-0`, ...fields);
      await store.redis.hset(taskKey(task.taskId), 'seq', writer.head);
    },
    finish: async () => {
      await store.transitions.finish(task, { ...fence, head: writer.head, cacheMs: 0 }, COMPLETED);
      writer.head += 1;
    },
  };
  return writer;
}
