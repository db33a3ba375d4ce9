import { makePostgres } from '@continuo/shared/postgres/connection';
import { makeRedis } from '@continuo/shared/redis/connection';
import { makeSimulatorControl } from '@continuo/simulator/control-client';
import type { ChaosOptions } from './chaos-options.ts';
import { pause, type Clients } from './clients/client.ts';
import { readResults } from './clients/read-results.ts';
import { hasEnd } from './clients/read.ts';
import { runClient } from './clients/run-client.ts';
import { probeAsStranger, startStrangersGateway, STRANGER } from './clients/stranger.ts';
import { dumpPostgres } from './evidence/dump-postgres.ts';
import { dumpRedis } from './evidence/dump-redis.ts';
import { emptyEvidence, type Evidence } from './evidence/evidence.ts';
import { keepLedger } from './evidence/keep-ledger.ts';
import { readServiceLogs, type LogLine } from './evidence/read-service-logs.ts';
import { makeInjector } from './faults/inject-faults.ts';
import type { DoneFault } from './faults/send-signal.ts';
import type { Schedule } from './plan-chaos.ts';
import { makeFenceProber } from './probes/probe-fences.ts';
import { sampleMirror } from './probes/sample-mirror.ts';
import { endsBefore, waitForTasks } from './settle.ts';
import { startChaosStack, type ChaosStack } from './start-chaos-stack.ts';

export interface ChaosRun {
  evidence: Evidence;
  faults: readonly DoneFault[];
  /** What the services wrote that is more than information. */
  warnings: LogLine[];
  /** From the last fault until everything that was accepted had ended and was mirrored. */
  settleMs: number;
  /** Folder of the run, if it was to be kept. */
  dataDir: string;
}

/** Every so many requests the stranger asks for the same. */
const STRANGERS_SHARE = 12;

/** Starts a stack, lets clients and faults at it, waits until all that was accepted has ended, and dumps everything. */
export async function runChaos(
  options: ChaosOptions,
  schedule: Schedule,
  start: (options: ChaosOptions) => Promise<ChaosStack> = startChaosStack,
): Promise<ChaosRun> {
  const stack = await start(options);
  try {
    const stranger = await startStrangersGateway(stack);
    try {
      return await runOn(stack, stranger.url, options, schedule);
    } finally {
      await stranger.stop();
    }
  } finally {
    await stack.dispose();
  }
}

async function runOn(
  stack: ChaosStack,
  strangersUrl: string,
  options: ChaosOptions,
  { tasks, faults }: Schedule,
): Promise<ChaosRun> {
  const evidence = emptyEvidence(options.leaseMs);
  const ledger = keepLedger(makeSimulatorControl(stack.simulatorUrl));
  const injector = makeInjector(stack.processes, ledger.saveBeforeDeath);
  const redis = makeRedis(stack.redisUrl, 'command', () => undefined);
  const postgres = makePostgres({ url: stack.databaseUrl, applicationName: 'chaos', connectionsMax: 2 });
  const giveUp = new AbortController();
  const over = new AbortController();
  const clients: Clients = { urls: stack.urls, owner: 'local', book: evidence, giveUp: giveUp.signal };
  const strangers: Clients = { ...clients, urls: [strangersUrl], owner: STRANGER };

  const taskIds = () => evidence.accepted.map(({ taskId }) => taskId);
  const prober = makeFenceProber(redis, taskIds);
  const probing = Promise.all([
    prober.run(over.signal),
    sampleMirror(redis, postgres, taskIds, evidence.mirrorSamples, over.signal),
    probeAsStranger(strangersUrl, evidence, over.signal),
  ]);
  const serving = Promise.all(
    tasks.map(async (task, index) => {
      await pause(task.atMs);
      const isShared = index % STRANGERS_SHARE === 0;
      const own = runClient(clients, task, index);
      await Promise.all(isShared ? [own, runClient(strangers, { ...task, sends: 1 }, index)] : [own]);
    }),
  );
  try {
    await Promise.all([injector.run(faults, giveUp.signal), pause(options.seconds * 1000)]);
    injector.wakeAll();
    const quietAtMs = performance.now();
    const deadlineMs = quietAtMs + options.settleSeconds * 1000;
    const isServed = await endsBefore(serving, deadlineMs);
    evidence.unsettled.push(
      ...(isServed ? [] : [{ invariant: 11, what: 'clients are still waiting' }]),
      ...(await waitForTasks(redis, taskIds(), deadlineMs)),
    );
    const settleMs = Math.round(performance.now() - quietAtMs);
    over.abort();
    await probing;
    evidence.results = await readResults(clients, evidence.accepted);
    giveUp.abort();
    await serving;
    for (const transcript of evidence.transcripts.filter((each) => !hasEnd(each))) {
      const what = `${transcript.taskId}: reader ${transcript.reader} saw no end`;
      evidence.unsettled.push({ invariant: 4, what });
    }
    evidence.fenceProbes.push(...prober.probes);
    evidence.ledger = await ledger.readAll();
    evidence.redis = await dumpRedis(redis);
    evidence.postgres = await dumpPostgres(postgres);
    const warnings = readServiceLogs(stack.dataDir);
    return { evidence, faults: injector.done, warnings, settleMs, dataDir: stack.dataDir };
  } finally {
    injector.wakeAll();
    over.abort();
    giveUp.abort();
    redis.disconnect();
    await postgres.close();
  }
}
