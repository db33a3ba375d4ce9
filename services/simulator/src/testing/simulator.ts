import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { expect, onTestFinished } from 'vitest';
import { makeSimulatorControl, type SimulatorControl } from '../control-client.ts';
import type { LedgerEntry, LedgerFilter } from '../calls/ledger.ts';
import { startSimulator } from '../server.ts';
import type { Settings } from '../settings.ts';

export interface TestSimulator extends SimulatorControl {
  url: string;
  openai: OpenAI;
  anthropic: Anthropic;
  /** The only call of the ledger, or of its part. */
  readCall: (filter?: LedgerFilter) => Promise<LedgerEntry>;
}

/** A simulator of its own for one test, without a rate, and the vendors' SDKs on it, without retries. */
export async function useSimulator(settings: Partial<Settings> = {}): Promise<TestSimulator> {
  const defects: unknown[] = [];
  const simulator = await startSimulator({
    host: '127.0.0.1',
    port: 0,
    settings: { tokens_per_second: 0, ...settings },
    onDefect: (error) => defects.push(error),
  });
  onTestFinished(async () => {
    await simulator.close();
    if (defects.length > 0) throw new AggregateError(defects, 'defects in the simulator');
  });
  const control = makeSimulatorControl(simulator.url);
  return {
    ...control,
    url: simulator.url,
    openai: new OpenAI({ apiKey: 'any', baseURL: `${simulator.url}/v1`, maxRetries: 0 }),
    anthropic: new Anthropic({ apiKey: 'any', baseURL: simulator.url, maxRetries: 0 }),
    readCall: async (filter) => {
      const { calls } = await control.readLedger(filter);
      const [call] = calls;
      if (!call || calls.length > 1) throw new Error(`the ledger has ${calls.length} such calls`);
      return call;
    },
  };
}

/** What comes true after a moment: a connection's end seen from its other side, a run's progress. */
export function eventually<T>(read: () => Promise<T>) {
  return expect.poll(read, { interval: 5, timeout: 4_000 });
}
