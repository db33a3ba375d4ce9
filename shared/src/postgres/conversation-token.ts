import { CONVERSATION_ID_PATTERN, type ConversationId } from '../protocol/task-id.ts';

/** The place in a list of conversations behind which the next page begins: the sort key of the last one shown. */
export interface ConversationToken {
  pinned: boolean;
  updatedAt: number;
  id: ConversationId;
}

const TOKEN_PATTERN = /^([01])\.(\d{1,15})\.(.+)$/;

export function formatConversationToken({ pinned, updatedAt, id }: ConversationToken): string {
  return Buffer.from(`${pinned ? 1 : 0}.${updatedAt}.${id}`).toString('base64url');
}

/** Undefined when the text is not a token that `formatConversationToken` made. */
export function parseConversationToken(text: string): ConversationToken | undefined {
  const [, pinned, updatedAt, id = ''] = TOKEN_PATTERN.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (!CONVERSATION_ID_PATTERN.test(id)) return undefined;
  return { pinned: pinned === '1', updatedAt: Number(updatedAt), id: id as ConversationId };
}
