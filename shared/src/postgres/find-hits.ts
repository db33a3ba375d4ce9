import type { Snippet } from '../protocol/conversation-api.ts';
import type { ConversationId, TaskId } from '../protocol/task-id.ts';
import type { Pool, Postgres } from './connection.ts';
import { HEADLINE, parseHeadline } from './search-words.ts';

/** A turn in which words were found, and where. */
export interface Hit {
  conversationId: ConversationId;
  taskId: TaskId;
  snippet: Snippet;
}

/** Turns shown of one conversation. */
const HITS_MAX = 3;
/** Marking reads the text again: of a longer one only the beginning. */
const PROMPT_CHARS_MAX = 4_000;
const ANSWER_CHARS_MAX = 16_000;

/** What is typed, as a tsquery in its text form; '': no words in it. */
export async function toTsquery(postgres: Postgres, typed: string): Promise<string> {
  const [row] = await postgres.run(
    ({ sql }) => sql<{ tsquery: string }[]>`select websearch_to_tsquery('simple', ${typed})::text as tsquery`,
  );
  return row?.tsquery ?? '';
}

/** The newest turns of each of these conversations in which the words are, with what stands around them. */
export async function findHits(
  postgres: Postgres,
  owner: string,
  conversationIds: readonly ConversationId[],
  tsquery: string,
): Promise<Hit[]> {
  if (conversationIds.length === 0) return [];
  const rows = await postgres.run(({ sql }) => selectHits(sql, owner, conversationIds, tsquery));
  return rows.map(({ headline, ...hit }) => ({ ...hit, snippet: parseHeadline(headline) }));
}

export function selectHits(
  sql: Pool['sql'],
  owner: string,
  conversationIds: readonly ConversationId[],
  tsquery: string,
) {
  return sql<(Omit<Hit, 'snippet'> & { headline: string })[]>`
    select wanted.id as "conversationId", hit.id as "taskId",
           ts_headline('simple', left(prompt, ${PROMPT_CHARS_MAX}) || e'\n' || left(answer, ${ANSWER_CHARS_MAX}),
                       ${tsquery}::tsquery, ${HEADLINE}) as headline
      from unnest(${`{${conversationIds.join(',')}}`}::text[]) as wanted (id)
     cross join lateral (
       select id, prompt, answer from chat_tasks
        where owner = ${owner} and conversation_id = wanted.id and search @@ ${tsquery}::tsquery
        order by created_at desc, id desc limit ${HITS_MAX}) as hit`;
}
