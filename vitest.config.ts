import { defineConfig } from 'vitest/config';

/** The files use processes of their own and the machine may have two cores. */
const WORKERS_MAX = 2;
const IN_UNIT = ['shared', 'services', 'deploy', 'web'];
/** Whole runs; what they are made of is tested with the rest. */
const CHAOS = 'tests/chaos/chaos.test.ts';
const NOT_OURS = ['**/node_modules/**', '**/dist/**', '.data/**'];

export default defineConfig({
  test: {
    globalSetup: 'tests/support/store-server.ts',
    projects: [
      {
        test: {
          name: 'unit',
          include: IN_UNIT.map((folder) => `${folder}/**/*.test.ts`),
          exclude: NOT_OURS,
          maxWorkers: WORKERS_MAX,
          // A bound for tests that hang, also where the machine is busy.
          testTimeout: 60_000,
          // The first hook that borrows a store waits for its start.
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/**/*.test.ts'],
          exclude: [...NOT_OURS, 'tests/browser/**', CHAOS],
          // They wait more than they work: for leases to end, for processes to be back.
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'chaos',
          include: [CHAOS],
          // Alone, so that what it sees is what it did.
          maxWorkers: 1,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          exclude: NOT_OURS,
          maxWorkers: WORKERS_MAX,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
