import type { ProviderCall } from './evidence.ts';

/** The provider's calls over all its lives: its memory dies with it. */
export interface KeptLedger {
  /** To be called right before the provider is killed. */
  saveBeforeDeath: () => Promise<void>;
  readAll: () => Promise<ProviderCall[]>;
}

/** What is asked for the ledger: the simulator's control client. */
interface LedgerSource {
  readLedger: () => Promise<{ calls: readonly ProviderCall[]; dropped: number }>;
}

export function keepLedger(source: LedgerSource): KeptLedger {
  const kept = new Map<string, ProviderCall>();

  async function save(): Promise<void> {
    const { calls, dropped } = await source.readLedger();
    if (dropped > 0) throw new Error('the ledger has dropped calls: the run is too long for it');
    for (const call of calls) kept.set(call.id, call);
  }

  return {
    saveBeforeDeath: async () => {
      try {
        await save();
      } catch {
        // It is down or asleep already: what was saved last is all there is.
      }
      const at = Date.now();
      // Also of a run that was generated whole somebody may still have been reading.
      for (const [id, call] of kept)
        kept.set(id, { ...call, ended_at: call.ended_at ?? at, open_connections: 0 });
    },
    readAll: async () => {
      await save();
      return [...kept.values()];
    },
  };
}
