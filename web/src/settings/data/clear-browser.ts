import type { UseDatabase } from '../../open-database.ts';
import { lastingStorage, tabStorage } from '../../open-storage.ts';

/** What this browser keeps of Continuo beside how its owner wants it. */
export interface BrowserCache {
  /** Conversations that are there at once, and without a network. */
  conversations: number;
  /** Messages that were not sent yet. */
  unsent: number;
}

export async function countBrowserCache(use: UseDatabase): Promise<BrowserCache> {
  const [conversations, unsent] = await Promise.all([
    use((database) => database.count('seen')),
    use((database) => database.count('outbox')),
  ]);
  return { conversations: conversations ?? 0, unsent: unsent ?? 0 };
}

const PREFIX = 'continuo:';
/** Chosen, not gathered. */
const PREFERENCES = ['theme', 'density', 'motion', 'language', 'chat-defaults', 'single-keys'];

/** Removes everything but the preferences: what was seen, what was written and not sent. */
export async function clearBrowser(use: UseDatabase): Promise<void> {
  await Promise.all([use((database) => database.clear('seen')), use((database) => database.clear('outbox'))]);
  for (const storage of [lastingStorage, tabStorage]) {
    const names = storage.names().filter((name) => name.startsWith(PREFIX));
    for (const name of names) if (!PREFERENCES.includes(name.slice(PREFIX.length))) storage.remove(name);
  }
}
