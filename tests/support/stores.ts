import { inject } from 'vitest';
import type { Loan } from './store-server.ts';

/** One store for one test file; `giveBack` belongs into its `afterAll`. */
export interface BorrowedStore {
  url: string;
  giveBack: () => Promise<void>;
}

/** An empty database number of a real Redis (7.0, appendfsync always). Channels are shared with other files: use ids of your own. */
export function borrowRedis(): Promise<BorrowedStore> {
  return borrow('/redis');
}

/** A migrated, empty database of a real Postgres. */
export function borrowPostgres(): Promise<BorrowedStore> {
  return borrow('/postgres');
}

async function borrow(path: string): Promise<BorrowedStore> {
  const loan = JSON.parse(await ask('POST', path)) as Loan;
  return {
    url: loan.url,
    giveBack: async () => {
      await ask('DELETE', path, JSON.stringify(loan));
    },
  };
}

async function ask(method: string, path: string, body: string | null = null): Promise<string> {
  const response = await fetch(`${inject('storeServerUrl')}${path}`, { method, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`no store from ${path}: ${text}`);
  return text;
}
