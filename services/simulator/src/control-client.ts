import type { z } from 'zod';
import type { LedgerFilter, LedgerReport } from './calls/ledger.ts';
import type { plannedSchema } from './plan/plan-registry.ts';
import type { Settings } from './settings.ts';

/** The simulator's control routes, for tests in other processes. */
export interface SimulatorControl {
  readLedger: (filter?: LedgerFilter) => Promise<LedgerReport>;
  clearLedger: () => Promise<void>;
  changeSettings: (settings: Partial<Settings>) => Promise<Settings>;
  addPlan: (planned: z.input<typeof plannedSchema>) => Promise<void>;
  clearPlans: () => Promise<void>;
  /** Lets answers go on that wait (`hold` of a plan), where the prompt has this text. */
  release: (prompt: string) => Promise<void>;
}

/** @param url the simulator's, without `/v1` */
export function makeSimulatorControl(url: string): SimulatorControl {
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(new URL(path, url), { method, ...(body && { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    readLedger: async (filter = {}) => {
      const given = Object.entries(filter).filter((pair): pair is [string, string] => pair[1] !== undefined);
      return (await ask('GET', `/control/ledger?${new URLSearchParams(given).toString()}`)) as LedgerReport;
    },
    clearLedger: async () => void (await ask('DELETE', '/control/ledger')),
    changeSettings: async (settings) => (await ask('POST', '/control/settings', settings)) as Settings,
    addPlan: async (planned) => void (await ask('POST', '/control/plans', planned)),
    clearPlans: async () => void (await ask('DELETE', '/control/plans')),
    release: async (prompt) => void (await ask('POST', '/control/release', { prompt })),
  };
}
