import type { EntryDraft } from '@continuo/shared/protocol/entry';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import type { Fence } from '@continuo/shared/redis/transitions';
import { elect, openEpoch, release, renew, submit } from './claim-transitions.ts';
import type { TerminalDraft } from './drafts.ts';
import { append, cancel, finish, persisted } from './log-transitions.ts';
import type { Outcome } from './outcome.ts';
import type { Rules } from './rules.ts';
import type { ModelRedis } from './state.ts';

/** One call of a transition as data, so that the model and a real Redis can be sent the same. */
export type Call =
  | { name: 'submit'; task: TaskId; source?: TaskId; drafts: readonly EntryDraft[] }
  | {
      name: 'openEpoch';
      task: TaskId;
      args: { head: number; incarnation: number; nonce: string; holder: string };
      opening: EntryDraft;
    }
  | { name: 'append'; task: TaskId; args: Fence & { from: number }; drafts: readonly EntryDraft[] }
  | { name: 'finish'; task: TaskId; args: Fence & { head: number }; terminal: TerminalDraft }
  | { name: 'renew' | 'release'; task: TaskId; args: Fence & { holder: string } }
  | { name: 'elect'; task: TaskId; args: Fence & { abandoned: TaskId } }
  | { name: 'cancel'; task: TaskId }
  | { name: 'persisted'; task: TaskId; seq: number };

/** What the model's Redis makes of a call. */
export function answer(redis: ModelRedis, rules: Rules, call: Call): Outcome {
  const { task } = call;
  switch (call.name) {
    case 'submit':
      return submit(redis, rules, task, call.source, call.drafts);
    case 'openEpoch':
      return openEpoch(redis, rules, task, call.args, call.opening);
    case 'append':
      return append(redis, rules, task, call.args, call.drafts);
    case 'finish':
      return finish(redis, rules, task, call.args, call.terminal);
    case 'renew':
      return renew(redis, rules, task, call.args);
    case 'release':
      return release(redis, rules, task, call.args);
    case 'elect':
      return elect(redis, rules, task, call.args);
    case 'cancel':
      return cancel(redis, task);
    case 'persisted':
      return persisted(redis, task, call.seq);
  }
}

/** The nonce that a call writes under; undefined: it needs none. */
export function nonceOf(call: Call): string | undefined {
  return 'args' in call && call.name !== 'openEpoch' ? call.args.nonce : undefined;
}
