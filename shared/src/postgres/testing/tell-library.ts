import type { Postgres } from '../connection.ts';

/** Turns of one conversation. */
const TURNS_EACH = 10;

/**
 * Conversations of one owner, each of ten turns that are over. Every word is one of a thousand, as often as words are:
 * `w1` is in most turns, `w900` in few. The title of the n-th is `library n`.
 */
export async function tellLibrary(postgres: Postgres, owner: string, conversations: number): Promise<void> {
  const turns = conversations * TURNS_EACH;
  const PAGE = 5_000;
  await postgres.run(
    ({ sql }) => sql`
      insert into conversations (owner, id, title, created_at, updated_at)
      select ${owner}, 'c_' || lpad(to_hex(n), 32, '0'), 'library ' || n, n, n
        from generate_series(1, ${conversations}::int) as n`,
  );
  for (let from = 1; from <= turns; from += PAGE) {
    await postgres.run(
      ({ sql }) => sql`
        insert into chat_tasks (id, owner, conversation_id, request, request_hash, prompt, created_at, answer, seq,
          incarnation, epoch, status, provider, model, cached, attempts, cancel_requested, chunks_count)
        select 't0_' || lpad(to_hex(n), 32, '0'), ${owner}, 'c_' || lpad(to_hex((n + ${TURNS_EACH - 1}) / ${TURNS_EACH}), 32, '0'),
               '{}', 'h', told.words[1] || ' ' || told.words[2] || ' ' || told.words[3], n,
               array_to_string(told.words, ' '), 3, 0, 1, 'completed', 'simulator', 'sim-writer', false, 1, false, 1
          from generate_series(${from}::int, ${Math.min(from + PAGE - 1, turns)}::int) as n,
               lateral (select array_agg('w' || floor(1 + 1000 * power(random(), 3))) as words
                          from generate_series(1, 40 + 0 * n)) as told`,
    );
  }
  await postgres.run(({ sql }) => sql`vacuum analyze chat_tasks`);
  await postgres.run(({ sql }) => sql`vacuum analyze conversations`);
}
