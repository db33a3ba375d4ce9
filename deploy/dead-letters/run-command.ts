import type { GenerateReply } from '@continuo/shared/protocol/http-api';
import { LIST_PAGE_MAX } from '@continuo/shared/protocol/limits';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { StackFault } from '../local-stack/stack-fault.ts';
import { ApiRefusal, type DeadLetterClient } from './dead-letter-client.ts';
import { describeDetail, describeList } from './describe-letters.ts';
import type { DeadCommand } from './read-arguments.ts';

/** What a command prints, for people and for machines. */
export interface Printed {
  text: string;
  json: unknown;
  /** False: not everything that was asked for was done. */
  isDone: boolean;
}

/** @throws StackFault with a sentence for people */
export async function runCommand(client: DeadLetterClient, command: DeadCommand): Promise<Printed> {
  switch (command.name) {
    case 'list': {
      const json = await client.list(command.limit, command.before);
      return { text: describeList(json), json, isDone: true };
    }
    case 'show': {
      const json = await client.show(command.taskId);
      return { text: describeDetail(json), json, isDone: true };
    }
    case 'retry': {
      const json = await client.retry(command.taskId);
      return { text: describeRetry(command.taskId, json), json, isDone: true };
    }
    case 'retry_all':
      return await retryAll(client);
    case 'drop':
      await client.drop(command.taskId);
      return { text: `${command.taskId} is dropped.`, json: { dropped: command.taskId }, isDone: true };
  }
}

/** All there are when it begins: one that is refused is told, and stays where it is. */
async function retryAll(client: DeadLetterClient): Promise<Printed> {
  const retried: { dead_task_id: string; retry: GenerateReply }[] = [];
  const refused: { dead_task_id: string; message: string }[] = [];
  const lines: string[] = [];
  for (let before: string | null | undefined; before !== null;) {
    const page = await client.list(LIST_PAGE_MAX, before);
    for (const { task_id } of page.dead_letters) {
      try {
        const retry = await client.retry(task_id as TaskId);
        retried.push({ dead_task_id: task_id, retry });
        lines.push(describeRetry(task_id, retry));
      } catch (error) {
        if (!(error instanceof ApiRefusal)) throw error;
        // Whatever comes next would be refused as well.
        if (error.status >= 500)
          throw new StackFault(`${error.message} ${retried.length} were retried before.`);
        refused.push({ dead_task_id: task_id, message: error.message });
        lines.push(error.message);
      }
    }
    before = page.next_before;
  }
  lines.push(`${retried.length} retried, ${refused.length} refused.`);
  return { text: lines.join('\n'), json: { retried, refused }, isDone: refused.length === 0 };
}

function describeRetry(origin: string, { task_id, stream_url }: GenerateReply): string {
  return `${origin} is retried as ${task_id}: ${stream_url}`;
}
