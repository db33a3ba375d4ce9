import { makePostgres } from '@continuo/shared/postgres/connection';
import { check } from '../../chaos/checker.ts';
import { openCases, type CaseFile } from '../../chaos/checks/case-file.ts';
import type { Clients } from '../../chaos/clients/client.ts';
import { hasEnd } from '../../chaos/clients/read.ts';
import { dumpPostgres } from '../../chaos/evidence/dump-postgres.ts';
import { dumpRedis } from '../../chaos/evidence/dump-redis.ts';
import { emptyEvidence } from '../../chaos/evidence/evidence.ts';
import { waitForTasks } from '../../chaos/settle.ts';
import type { Measured } from '../trial.ts';
import type { Stage } from './stage.ts';

/** The clients of the chaos run, which keep everything they are sent, and its checker: for trials with cancels. */
export interface WatchedClients {
  clients: Clients;
  /** Waits until all that was accepted has ended and is mirrored, and judges it. To be called once, at the end. */
  judge: () => Promise<{ file: CaseFile; figures: Omit<Measured, 'faultsDone' | 'recoveryMs'> }>;
}

const SETTLE_MS = 30_000;
/** Invariants that speak of entries: order, fence, readers, the two stores, retention. */
const ABOUT_ENTRIES: readonly number[] = [2, 3, 4, 5, 7];

/** @param leaseMs LEASE_MS of the stack's generators */
export function watchClients({ stack, logs, ledger }: Stage, leaseMs: number): WatchedClients {
  const evidence = emptyEvidence(leaseMs);
  const giveUp = new AbortController();
  const clients: Clients = { urls: stack.urls, owner: 'local', book: evidence, giveUp: giveUp.signal };

  async function gather(): Promise<CaseFile> {
    const taskIds = evidence.accepted.map(({ taskId }) => taskId);
    evidence.unsettled = await waitForTasks(logs.redis, taskIds, performance.now() + SETTLE_MS);
    giveUp.abort();
    for (const transcript of evidence.transcripts.filter((each) => !hasEnd(each))) {
      evidence.unsettled.push({ invariant: 4, what: `${transcript.taskId}: a reader saw no end` });
    }
    evidence.ledger = await ledger.readAll();
    evidence.redis = await dumpRedis(logs.redis);
    const postgres = makePostgres({ url: stack.databaseUrl, applicationName: 'trial', connectionsMax: 2 });
    evidence.postgres = await dumpPostgres(postgres);
    await postgres.close();
    return openCases(evidence);
  }

  return {
    clients,
    judge: async () => {
      const file = await gather();
      const violations = check(evidence);
      const wrongEntries = violations.filter(({ invariant }) => ABOUT_ENTRIES.includes(invariant)).length;
      const figures = {
        answers: evidence.accepted.length,
        lost: violations.length - wrongEntries,
        wrongEntries,
        // Invariant 6 is among those that make an answer a lost one.
        boughtAgain: 0,
        complaints: violations.map(
          ({ invariant, taskId = '', what }) => `invariant ${invariant}: ${taskId} ${what}`,
        ),
      };
      return { file, figures };
    },
  };
}
