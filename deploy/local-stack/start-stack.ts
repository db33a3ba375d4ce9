import { resolve } from 'node:path';
import { buildWeb, WEB_DIST } from './build-web.ts';
import { checkPort } from './check-address.ts';
import { claimDataDir } from './claim-data-dir.ts';
import { findFreePort } from './free-port.ts';
import { makeLeash } from './leash.ts';
import { machineEnvironment } from './machine-environment.ts';
import { assembleEnvironment, hasProviderKey, SERVICE_NAMES } from './plan-services.ts';
import type { Environment, ServiceName } from './plan-services.ts';
import { readProcessIdentity } from './process-identity.ts';
import { makeProcessSet, type ProcessSet, type StackProcess } from './process-set.ts';
import { REPOSITORY } from './repository.ts';
import { planService } from './service-program.ts';
import { explainFolderError } from './stack-fault.ts';
import { removeStackFile, writeStackFile } from './stack-file.ts';
import { waitForAll } from './wait-for-all.ts';
import { startStores, type StoreUrls } from './start-stores.ts';

const LOOPBACK = '127.0.0.1';

export interface StackOptions {
  /** Of the first gateway; 0: any free one. */
  port: number;
  /** Relative to the clone. The same folder again finds the same data. */
  dataDir: string;
  /** How many copies; default 1 each. */
  gateways?: number | undefined;
  generators?: number | undefined;
  persisters?: number | undefined;
  /** Instead of private stores. */
  redisUrl?: string | undefined;
  /** Of the private Redis; default 1gb. */
  redisMaxMemory?: string | undefined;
  databaseUrl?: string | undefined;
  /** Whether a process that dies is started again; default true. */
  restart?: boolean | undefined;
  /** Longest pause before that: it grows while a process dies again and again. */
  restartDelayMsMax?: number | undefined;
  /** The configuration of the services. Of this process's own environment they get only the machine's part (PATH, HOME ...). */
  env?: Environment | undefined;
  /** Which to start; default all, the simulator only when there is no provider key. */
  services?: readonly ServiceName[] | undefined;
  onProgress?: ((sentence: string) => void) | undefined;
  /** Aborted: stops the stack, also while it starts. */
  signal?: AbortSignal | undefined;
}

export interface Stack {
  /** Of the first gateway. */
  url: string;
  /** Of all gateways. */
  urls: string[];
  redisUrl: string;
  databaseUrl: string;
  simulatorUrl: string | undefined;
  dataDir: string;
  processes: () => StackProcess[];
  process: ProcessSet['find'];
  waitForProcess: ProcessSet['waitFor'];
  /** Stops all that was started, and nothing else. */
  stop: () => Promise<void>;
}

/** What is known before anything runs. */
interface Plan {
  dataDir: string;
  env: Environment;
  services: readonly ServiceName[];
  gatewayPorts: number[];
  simulatorPort: number | undefined;
}

/** Starts the whole of Continuo on this machine. @throws StackFault with a sentence for people */
export async function startStack(options: StackOptions): Promise<Stack> {
  const dataDir = resolve(REPOSITORY, options.dataDir);
  const onProgress = options.onProgress ?? (() => undefined);
  const release = await claimDataDir(dataDir);
  const leash = makeLeash();
  // Nothing is recorded before all addresses are known.
  let stack: Stack | undefined;
  const onChange = (): void => recordStack(stack);
  const restart = options.restart ?? true;
  const { restartDelayMsMax } = options;
  const set = makeProcessSet({ restart, restartDelayMsMax, leash, onChange, onNotice: onProgress });

  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= set.stop().finally(() => {
      leash.close();
      removeStackFile(dataDir);
      release();
    });
    return stopped;
  };
  options.signal?.addEventListener('abort', () => void stop());

  try {
    options.signal?.throwIfAborted();
    const plan = await makePlan(options, dataDir);
    const urls = await prepare(options, plan, set, onProgress);
    stack = describeStack(plan, urls, set, stop);
    recordStack(stack);
    onProgress('Starting the services ...');
    await startServices(options, plan, urls, set);
    return stack;
  } catch (error) {
    await stop();
    throw explainFolderError(error, dataDir, 'DATA_DIR');
  }
}

async function makePlan(options: StackOptions, dataDir: string): Promise<Plan> {
  const env = { ...machineEnvironment(process.env), ...options.env };
  const services =
    options.services ?? SERVICE_NAMES.filter((name) => name !== 'simulator' || !hasProviderKey(env));
  if (options.port !== 0 && services.includes('gateway')) {
    await checkPort(options.port, env['HOST'] || LOOPBACK);
  }
  const gatewayPorts: number[] = [];
  for (let n = 1; n <= (options.gateways ?? 1); n++) {
    gatewayPorts.push(n === 1 && options.port !== 0 ? options.port : await findFreePort());
  }
  const simulatorPort = services.includes('simulator') ? await findFreePort() : undefined;
  return { dataDir, env, services, gatewayPorts, simulatorPort };
}

/** Everything that the services need before they can start. */
async function prepare(
  options: StackOptions,
  plan: Plan,
  set: ProcessSet,
  onProgress: (sentence: string) => void,
): Promise<StoreUrls> {
  const { redisUrl, redisMaxMemory, databaseUrl } = options;
  const [stores] = await waitForAll([
    startStores({ dataDir: plan.dataDir, redisUrl, redisMaxMemory, databaseUrl, onProgress }, set),
    plan.services.includes('gateway') ? buildWeb(onProgress) : Promise.resolve(),
  ]);
  return stores;
}

async function startServices(
  options: StackOptions,
  plan: Plan,
  urls: StoreUrls,
  set: ProcessSet,
): Promise<void> {
  const { dataDir, env } = plan;
  const portsOf: Readonly<Record<ServiceName, (number | undefined)[]>> = {
    simulator: [plan.simulatorPort],
    gateway: plan.gatewayPorts,
    generator: Array.from({ length: options.generators ?? 1 }),
    persister: Array.from({ length: options.persisters ?? 1 }),
  };
  const facts = { ...urls, simulatorUrl: simulatorUrl(plan), webDist: WEB_DIST };
  const started = plan.services.flatMap((service) =>
    portsOf[service].map((port, index) => {
      const own = assembleEnvironment(service, port, facts, env);
      return set.keep(planService({ service, copy: index + 1, port, env: own, dataDir }));
    }),
  );
  await waitForAll(started.map((program) => program.whenReady));
}

function simulatorUrl(plan: Plan): string | undefined {
  return plan.simulatorPort ? urlOf(plan.simulatorPort) : plan.env['SIMULATOR_URL'];
}

function urlOf(port: number): string {
  return `http://${LOOPBACK}:${port}`;
}

function describeStack(plan: Plan, urls: StoreUrls, set: ProcessSet, stop: () => Promise<void>): Stack {
  const gatewayUrls = plan.gatewayPorts.map(urlOf);
  return {
    url: gatewayUrls[0] ?? '',
    urls: gatewayUrls,
    ...urls,
    simulatorUrl: simulatorUrl(plan),
    dataDir: plan.dataDir,
    processes: set.list,
    process: set.find,
    waitForProcess: set.waitFor,
    stop,
  };
}

function recordStack(stack: Stack | undefined): void {
  if (!stack) return;
  writeStackFile(stack.dataDir, {
    url: stack.url,
    urls: stack.urls,
    redis_url: stack.redisUrl,
    database_url: stack.databaseUrl,
    simulator_url: stack.simulatorUrl,
    pid: process.pid,
    processes: stack.processes().map((process) => ({
      ...process,
      identity: readProcessIdentity(process.pid) ?? '',
    })),
  });
}
