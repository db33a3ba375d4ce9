import { parseArgs } from 'node:util';
import { isTaskId, type TaskId } from '@continuo/shared/protocol/task-id';
import { LIST_PAGE_MAX } from '@continuo/shared/protocol/limits';
import { StackFault } from '../local-stack/stack-fault.ts';

export type DeadCommand =
  | { name: 'list'; limit: number; before: string | undefined }
  | { name: 'show' | 'retry' | 'drop'; taskId: TaskId }
  | { name: 'retry_all' };

export interface DeadArguments {
  command: DeadCommand;
  /** For machines: JSON instead of text. */
  json: boolean;
}

const USAGE =
  'Usage: npm run dead -- list [--limit N] [--before TOKEN] | show <task_id> | retry <task_id> | retry --all | drop <task_id>, each with --json if a program reads it.';
const LISTED_DEFAULT = 50;

/** @throws StackFault with a sentence for people */
export function readArguments(args: readonly string[]): DeadArguments {
  const { values, positionals } = parse(args);
  const [name, taskId, ...more] = positionals;
  const { json, all, limit, before } = values;
  if (more.length > 0) throw new StackFault(`"${more[0]}" is one word too many. ${USAGE}`);
  switch (name) {
    case 'list':
      if (taskId !== undefined || all) throw new StackFault(`list takes neither a task nor --all. ${USAGE}`);
      return { command: { name, limit: readLimit(limit), before }, json };
    case 'show':
    case 'retry':
    case 'drop':
      if (limit !== undefined || before !== undefined)
        throw new StackFault(`Only list takes --limit and --before. ${USAGE}`);
      if (!all) return { command: { name, taskId: readTaskId(taskId) }, json };
      if (name !== 'retry' || taskId !== undefined)
        throw new StackFault(`--all goes with retry alone. ${USAGE}`);
      return { command: { name: 'retry_all' }, json };
    default:
      throw new StackFault(name === undefined ? USAGE : `"${name}" is no command. ${USAGE}`);
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        all: { type: 'boolean', default: false },
        limit: { type: 'string' },
        before: { type: 'string' },
      },
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const [sentence = ''] = error.message.split(/[.\n]/, 1);
    throw new StackFault(`${sentence}. ${USAGE}`, error);
  }
}

function readTaskId(text: string | undefined): TaskId {
  if (text === undefined) throw new StackFault(`Which task? ${USAGE}`);
  if (isTaskId(text)) return text;
  throw new StackFault(
    `"${text}" is no task id: one looks like t0_019aa0c25f3e7d1cb0a1c2d3e4f50617, see \`npm run dead -- list\`.`,
  );
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return LISTED_DEFAULT;
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= LIST_PAGE_MAX) return limit;
  throw new StackFault(`--limit must be a whole number from 1 to ${LIST_PAGE_MAX}, not "${text}".`);
}
