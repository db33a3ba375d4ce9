import type { TaskId } from '@continuo/shared/protocol/task-id';
import { answer, nonceOf, type Call } from './calls.ts';
import { runOut } from './claim-transitions.ts';
import { ACCEPTED, TERMINALS } from './drafts.ts';
import { judge } from './invariants.ts';
import { expire } from './log-transitions.ts';
import { commit, decidePersisted, fetch } from './mirror.ts';
import type { Reply } from './outcome.ts';
import { read } from './readers.ts';
import { crash } from './rebuild.ts';
import type { Rules } from './rules.ts';
import type { Step } from './some-step.ts';
import { viewOf } from './state.ts';
import {
  decideAppend,
  decideElect,
  decideFinish,
  decideOpen,
  decideResend,
  decideUpkeep,
  learn,
  plan,
} from './workers.ts';
import { readableLog, type World } from './world.ts';

/** Steps that only somebody who has claimed something can take. */
const HOLDERS_STEPS = {
  append: true,
  'append, reply lost': true,
  resend: true,
  complete: true,
  fail: true,
  'end as cancelled': true,
  renew: true,
  release: true,
  elect: true,
};

/** Who does it to what. Whoever cannot do it there leaves it to somebody who can, somewhere. */
function findActor(world: World, { does, who, task: index, n }: Step): Actor | undefined {
  const task = world.taskIds[index];
  if (!task) return undefined;
  const able =
    does === 'open' ? [...world.plans.values()] : does in HOLDERS_STEPS ? holdersFor(world, does) : [];
  const isAble = able.some((actor) => actor.who === who && actor.task === task);
  return isAble ? { who, task } : (able[n % able.length] ?? { who, task });
}

function holdersFor(world: World, does: Step['does']): Actor[] {
  return [...world.holds.values()].filter((hold) => does !== 'elect' || hold.source);
}

interface Actor {
  readonly who: string;
  readonly task: TaskId;
}

/** The call that a step is, if it is one, and if whoever makes it has any reason to. */
function decideCall(world: World, step: Step, { who, task }: Actor): Call | undefined {
  const { n } = step;
  switch (step.does) {
    case 'submit':
      return decideSubmit(world, task);
    case 'claim':
      plan(world, who, task);
      return decideOpen(world, who, task);
    case 'open':
      return decideOpen(world, who, task);
    case 'append':
      return decideAppend(world, who, task, n, false);
    case 'append, reply lost':
      decideAppend(world, who, task, n, true);
      return decideResend(world, who, task);
    case 'resend':
      return decideResend(world, who, task);
    case 'complete':
      return decideFinish(world, who, task, 'completed');
    case 'fail':
      return decideFinish(world, who, task, 'failed');
    case 'end as cancelled':
      return decideFinish(world, who, task, 'cancelled');
    case 'renew':
    case 'release':
      return decideUpkeep(world, step.does, who, task);
    case 'elect':
      return decideElect(world, who, task);
    case 'cancel':
      return { name: 'cancel', task };
    case 'confirm':
      return decidePersisted(world, task);
    default:
      return undefined;
  }
}

/** As the gateway does it: with the answer of the task that the cache names, when that is complete. */
function decideSubmit(world: World, task: TaskId): Call {
  const source = world.redis.cache;
  if (!source || world.redis.tasks[source]?.status !== 'completed') {
    return { name: 'submit', task, drafts: [ACCEPTED] };
  }
  const texts = viewOf(readableLog(world, source)).chunks.map((chunk) => chunk.text);
  const chunks = texts.map((text, i) => ({ type: 'chunk', chunk_id: i, text }) as const);
  const hit = { type: 'cache_hit', source_task_id: source, kept_chunks: 0 } as const;
  return { name: 'submit', task, source, drafts: [ACCEPTED, hit, ...chunks, TERMINALS.completed] };
}

export interface Answered {
  call: Call;
  reply: Reply;
}

/** Lets one thing happen in the model and judges the world after it. Returns the call and the reply, if it was one. */
export function takeStep(world: World, rules: Rules, step: Step): Answered | undefined {
  const actor = findActor(world, step);
  if (!actor) return undefined;
  world.past.push(world.redis);
  const call = decideCall(world, step, actor);
  const reply = call && makeCall(world, rules, step, actor, call);
  if (!call) happen(world, rules, step, actor);
  judge(world);
  return call && reply && { call, reply };
}

function makeCall(world: World, rules: Rules, step: Step, { who }: Actor, call: Call): Reply {
  const before = world.redis;
  const [after, reply] = answer(before, rules, call);
  const nonce = nonceOf(call);
  if (nonce !== undefined && after !== before && before.tasks[call.task]?.trueHolder !== nonce) {
    world.violations.push(`3: ${call.name} of ${who} changed a task that it does not hold`);
  }
  world.redis = after;
  if (call.name === 'cancel' && (reply.tag === 'requested' || reply.tag === 'cancelled')) {
    world.cancelled.add(call.task);
  }
  if (step.does !== 'append, reply lost') learn(world, who, call, reply);
  return reply;
}

/** What no transition does. */
function happen(world: World, rules: Rules, { does, n }: Step, { who, task }: Actor): void {
  switch (does) {
    case 'plan':
      return plan(world, who, task);
    case 'lease runs out':
      return letRunOut(world, task);
    case 'fetch':
      return fetch(world, task, n);
    case 'commit':
      return commit(world, rules, task);
    case 'mirror':
      fetch(world, task, Infinity);
      return commit(world, rules, task);
    case 'expire':
      world.redis = expire(world.redis, rules, task);
      return;
    case 'read':
      return read(world, who, task);
    case 'crash':
      return crash(world, rules, n);
    default:
      return;
  }
}

/** Whoever was silent for a lease has ended its provider call by itself, or is dead. */
function letRunOut(world: World, task: TaskId): void {
  world.redis = runOut(world.redis, task);
  for (const hold of world.holds.values()) if (hold.task === task) hold.isCalling = false;
}
