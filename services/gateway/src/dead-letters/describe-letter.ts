import { promptOf, type ChatRequest } from '@continuo/shared/protocol/chat-request';
import type { DeadLetterReply } from '@continuo/shared/protocol/dead-letter-api';
import { cutText } from '@continuo/shared/protocol/text';
import type { DeadLetter } from '@continuo/shared/redis/dead-letters';

/** Characters of a prompt in a list. */
const LISTED_PROMPT_CHARS_MAX = 200;

/** @param request undefined: no store has the task any more */
export function describeLetter(letter: DeadLetter, request: ChatRequest | undefined): DeadLetterReply {
  return {
    task_id: letter.taskId,
    conversation_id: letter.conversationId,
    at: letter.at,
    attempts: letter.attempts,
    code: letter.failure.code,
    message: letter.failure.message,
    provider: letter.provider,
    model: letter.model,
    kept_chunks: letter.keptChunks,
    kept_characters: letter.keptCharacters,
    prompt: request ? firstLineOf(promptOf(request)) : null,
  };
}

function firstLineOf(prompt: string): string {
  const [line = ''] = prompt.trim().split(/\r?\n/, 1);
  return cutText(line, LISTED_PROMPT_CHARS_MAX)[0] ?? '';
}
