import type { TurnReply } from '@continuo/shared/protocol/conversation-api';
import type { ConversationExport } from './export-conversation.ts';

/** An export as text, piece by piece. */

/** An object with the branch under `turns`; each is what the API shows of it. */
export async function* writeJson({ facts, turns }: ConversationExport): AsyncGenerator<string> {
  const head = JSON.stringify(facts);
  yield `${head.slice(0, -1)},"turns":[`;
  let separator = '\n';
  for await (const turn of turns) {
    yield separator + JSON.stringify(turn);
    separator = ',\n';
  }
  yield '\n]}\n';
}

/** A heading for each message; prompts and answers as they are, which is mostly Markdown already. */
export async function* writeMarkdown({ facts, turns }: ConversationExport): AsyncGenerator<string> {
  yield `# ${facts.title}\n`;
  if (facts.system !== null) yield `\n## System\n\n${facts.system}\n`;
  for await (const turn of turns) {
    yield `\n## User\n\n${turn.prompt}\n\n## Assistant (${turn.model})\n\n${turn.answer}\n${endOf(turn)}`;
  }
}

/** An answer that is not whole says so. */
function endOf({ status, error }: TurnReply): string {
  if (status === 'completed') return '';
  return `\n_(${error ? `failed: ${error.message}` : status})_\n`;
}
