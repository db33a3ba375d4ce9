import { isTaskId, type TaskId } from '../protocol/task-id.ts';

/** The place in a list behind which the next page begins: the sort key of the last task shown. */
export interface ListToken {
  createdAt: number;
  id: TaskId;
}

const TOKEN_PATTERN = /^(\d{1,15})\.(.+)$/;

export function formatListToken({ createdAt, id }: ListToken): string {
  return Buffer.from(`${createdAt}.${id}`).toString('base64url');
}

/** Undefined when the text is not a token that `formatListToken` made. */
export function parseListToken(text: string): ListToken | undefined {
  const [, createdAt, id] = TOKEN_PATTERN.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  return createdAt !== undefined && id !== undefined && isTaskId(id)
    ? { createdAt: Number(createdAt), id }
    : undefined;
}
