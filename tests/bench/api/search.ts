import { makePostgres, type Pool, type Postgres } from '@continuo/shared/postgres/connection';
import { selectHits } from '@continuo/shared/postgres/find-hits';
import { selectConversations } from '@continuo/shared/postgres/list-conversations';
import { matchBeginning } from '@continuo/shared/postgres/search-words';
import { startPrivatePostgres } from '../../support/private-postgres.ts';
import { percentile, round, type Benchmark, type Figure } from '../benchmark.ts';

const OWNER = 'anonymous';
/** A prompt and an answer each. */
const TURNS = 50_000;
const TURNS_EACH = 10;
const ROUNDS = 200;
const PAGE = 50;
/** No statement may take longer than services let one. */
const TURNS_A_STATEMENT = 2_500;
/** A word of one turn in so many: found where people search for what they remember, and where they type "the". */
const WORDS: readonly (readonly [word: string, every: number])[] = [
  ['rare', 5_000],
  ['common', 50],
];

/** Search over 100,000 messages, beside a read by primary key. */
export const search: Benchmark = {
  name: 'search',
  about: `Conversations in which a word is found, among ${(2 * TURNS).toLocaleString('en')} messages, beside a read by primary key.`,
  run: async (say) => {
    const server = await startPrivatePostgres();
    const postgres = makePostgres({ url: server.url, applicationName: 'bench', connectionsMax: 1 });
    try {
      say('filling the tables');
      await fill(postgres);
      const keyMs = await time(postgres, readByKey);
      const figures: Figure[] = [{ what: 'read by primary key, p50', value: `${round(keyMs)} ms` }];
      for (const [word, every] of WORDS) {
        const searchMs = await time(postgres, (sql) => find(sql, word));
        const found = `a word of ${TURNS / every} turns`;
        figures.push(
          {
            what: `search for ${found}, p50`,
            value: `${round(searchMs)} ms, ${round(searchMs / keyMs)} times the read`,
          },
          { what: `its plan reads the index`, ...(await readsIndex(postgres, word)) },
        );
      }
      return figures;
    } finally {
      await postgres.close();
      await server.dispose();
    }
  },
};

/** As the gateway searches: the conversations, then what to show of each. */
async function find(sql: Pool['sql'], word: string): Promise<void> {
  const tsquery = matchBeginning(`'${word}'`, word);
  const rows = await selectConversations(sql, { owner: OWNER, limit: PAGE, before: undefined, tsquery });
  if (rows.length === 0) throw new Error(`nothing was found for ${word}`);
  await selectHits(
    sql,
    OWNER,
    rows.map(({ id }) => id),
    tsquery,
  );
}

async function readByKey(sql: Pool['sql'], round_: number): Promise<void> {
  const [row] = await sql`select * from chat_tasks where id = ${`t0_${round_ % TURNS}`}`;
  if (!row) throw new Error('the key was not found');
}

async function time(
  postgres: Postgres,
  act: (sql: Pool['sql'], round_: number) => Promise<void>,
): Promise<number> {
  const times: number[] = [];
  await postgres.run(async ({ sql }) => {
    for (let i = 0; i < ROUNDS; i += 1) {
      const startMs = performance.now();
      await act(sql, i);
      times.push(performance.now() - startMs);
    }
  });
  return percentile(times, 0.5);
}

async function readsIndex(postgres: Postgres, word: string): Promise<Pick<Figure, 'value' | 'target'>> {
  const page = { owner: OWNER, limit: PAGE, before: undefined, tsquery: matchBeginning(`'${word}'`, word) };
  const rows = await postgres.run(
    ({ sql }) => sql<{ 'QUERY PLAN': string }[]>`explain ${selectConversations(sql, page)}`,
  );
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  const isMet = plan.includes('chat_tasks_search') && !plan.includes('Seq Scan on chat_tasks');
  return { value: isMet ? 'yes' : 'no', target: { text: 'yes', isMet } };
}

/** Straight into the tables: what is measured is the search, not the way of the messages there. */
async function fill(postgres: Postgres): Promise<void> {
  await postgres.run(
    ({ sql }) => sql`
      insert into conversations (owner, id, title, created_at, updated_at)
      select ${OWNER}, 'c_' || c, 'Conversation ' || c, c, c
        from generate_series(0, ${TURNS / TURNS_EACH - 1}::int) as c`,
  );
  for (let first = 0; first < TURNS; first += TURNS_A_STATEMENT) {
    await postgres.run(({ sql }) => insertTurns(sql, first));
  }
  for (const table of ['chat_tasks', 'conversations']) {
    await postgres.run(({ sql }) => sql`analyze ${sql(table)}`);
  }
}

function insertTurns(sql: Pool['sql'], first: number) {
  const marks = WORDS.map(([word, every]) => `case when n % ${every} = 0 then ' ${word}' else '' end`);
  const noise = `(select string_agg(substr(md5((n * 41 + w)::text), 1, 5), ' ') from generate_series(1, 120) as w)`;
  return sql.unsafe(`
    insert into chat_tasks (id, owner, conversation_id, request, request_hash, prompt, answer, created_at, seq,
        incarnation, epoch, status, provider, model, cached, attempts, cancel_requested, chunks_count, finished_at)
    select 't0_' || n, '${OWNER}', 'c_' || n / ${TURNS_EACH}, '{}', '', 'Question ' || n || ' about ' || md5(n::text),
        ${[noise, ...marks].join(' || ')},
        n, 3, 0, 1, 'completed', 'simulator', 'sim', false, 1, false, 1, n
      from generate_series(${first}, ${first + TURNS_A_STATEMENT - 1}) as n`);
}
