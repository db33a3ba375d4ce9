import { readFileSync } from 'node:fs';
import { partitionOf, type TaskId } from '../protocol/task-id.ts';
import type { Redis } from './connection.ts';
import {
  cacheKey,
  deadKey,
  entriesKey,
  eventsKey,
  liveChannel,
  ownersKey,
  requestsKey,
  taskKey,
  waitingKey,
  WAITING_LINES,
} from './keys.ts';

/** Runs a transition of a task: named arguments and entries, as columns, in; its tagged reply out. */
export type RunScript = (
  taskId: TaskId,
  requestHash: string,
  args: Record<string, unknown>,
  entries?: readonly string[],
) => Promise<unknown>;

const KEYS_PER_SCRIPT = 8 + WAITING_LINES.length;
const SCRIPTS_FOLDER = new URL('./scripts/', import.meta.url);

function readScript(name: string): string {
  const source = readFileSync(new URL(`${name}.lua`, SCRIPTS_FOLDER), 'utf8');
  const prelude = readFileSync(new URL('prelude.lua', SCRIPTS_FOLDER), 'utf8');
  // Redis wants the `#!lua` line, which carries the flags, first.
  const shebangEnd = source.indexOf('\n') + 1;
  return source.slice(0, shebangEnd) + prelude + source.slice(shebangEnd);
}

type DefinedCommand = (...keysAndArgs: string[]) => Promise<string>;

/** Teaches a connection the script `scripts/<name>.lua` and returns a function that runs it. */
export function defineScript(redis: Redis, name: string): RunScript {
  const command = `continuo:${name}`;
  redis.defineCommand(command, { numberOfKeys: KEYS_PER_SCRIPT, lua: readScript(name) });
  const run = Reflect.get(redis, command) as DefinedCommand;
  return async (taskId, requestHash, args, entries = []) => {
    const partition = partitionOf(taskId);
    const reply = await run.call(
      redis,
      taskKey(taskId),
      entriesKey(taskId),
      liveChannel(taskId),
      requestsKey(partition),
      cacheKey(partition, requestHash),
      deadKey(partition),
      eventsKey(partition),
      ownersKey(partition),
      ...WAITING_LINES.map((line) => waitingKey(partition, line)),
      JSON.stringify(args),
      ...entries,
    );
    return JSON.parse(reply);
  };
}
