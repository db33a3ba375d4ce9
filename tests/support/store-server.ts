import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDatabase, dropDatabase } from '@continuo/deploy/local-stack/create-database';
import type { KeepOptions } from '@continuo/deploy/local-stack/keep-running';
import { makeLeash } from '@continuo/deploy/local-stack/leash';
import { migrate } from '@continuo/deploy/local-stack/migrate';
import { removeDataDir } from '@continuo/deploy/local-stack/remove-data-dir';
import { startPostgres } from '@continuo/deploy/local-stack/start-postgres';
import { startRedis } from '@continuo/deploy/local-stack/start-redis';
import type { TestProject } from 'vitest/node';
import { makeDataDir } from './data-dir.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    storeServerUrl: string;
  }
}

const REDIS_DATABASES = 512;
const TEMPLATE = 'template_migrated';

/** What one test file borrows: to be given back by its url. */
export interface Loan {
  url: string;
}

interface Lender {
  lend: () => Promise<Loan>;
  takeBack: (loan: Loan) => Promise<void>;
  stop: () => Promise<void>;
}

/**
 * Vitest's global setup: one private Redis and one private Postgres for all test files, started when the first
 * file asks for one, so that runs that need neither do not wait. Files are other processes: they ask over HTTP (see stores.ts).
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = makeDataDir();
  const leash = makeLeash();
  const keep: KeepOptions = {
    restart: false,
    leash,
    onChange: () => undefined,
    onNotice: (sentence) => process.stderr.write(`${sentence}\n`),
  };
  const lenders: Record<string, Lender> = {
    '/redis': lendOnDemand(() => makeRedisLender(dataDir, keep)),
    '/postgres': lendOnDemand(() => makePostgresLender(dataDir, keep)),
  };
  const server = await listen(async (request) => {
    const lender = lenders[request.url ?? ''];
    if (!lender) throw new Error(`there is nothing at ${request.url}`);
    if (request.method !== 'DELETE') return lender.lend();
    await lender.takeBack(JSON.parse(await readBody(request)) as Loan);
    return undefined;
  });
  project.provide('storeServerUrl', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    server.close();
    server.closeAllConnections();
    await Promise.all(Object.values(lenders).map((lender) => lender.stop()));
    leash.close();
    removeDataDir(dataDir);
  };
}

function lendOnDemand(start: () => Promise<Lender>): Lender {
  let started: Promise<Lender> | undefined;
  const get = (): Promise<Lender> => (started ??= start());
  return {
    lend: async () => (await get()).lend(),
    takeBack: async (loan) => (await get()).takeBack(loan),
    stop: async () => (await started)?.stop(),
  };
}

async function makeRedisLender(dataDir: string, keep: KeepOptions): Promise<Lender> {
  const redis = await startRedis({ dataDir, databases: REDIS_DATABASES, onProgress: keep.onNotice }, keep);
  // Database 0 is left alone: who forgets to choose one must not meet another's keys.
  const free = Array.from({ length: REDIS_DATABASES - 1 }, (_, index) => `${redis.url}/${index + 1}`);
  return {
    lend: async () => {
      const url = free.shift();
      if (!url) throw new Error(`more than ${REDIS_DATABASES} Redis databases are borrowed`);
      return { url };
    },
    takeBack: async ({ url }) => {
      free.push(url);
    },
    stop: redis.stop,
  };
}

async function makePostgresLender(dataDir: string, keep: KeepOptions): Promise<Lender> {
  const postgres = await startPostgres({ dataDir, onProgress: () => undefined }, keep);
  const urlOf = (name: string): string => Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
  await createDatabase(postgres.url, TEMPLATE);
  await migrate(urlOf(TEMPLATE));
  let lent = 0;
  return {
    lend: async () => {
      const name = `test_${++lent}`;
      await createDatabase(postgres.url, name, TEMPLATE);
      return { url: urlOf(name) };
    },
    takeBack: ({ url }) => dropDatabase(postgres.url, new URL(url).pathname.slice(1)),
    stop: postgres.stop,
  };
}

function listen(answer: (request: IncomingMessage) => Promise<unknown>): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request).then(
      (value) => response.end(JSON.stringify(value ?? null)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of request.setEncoding('utf8')) body += String(part);
  return body;
}
