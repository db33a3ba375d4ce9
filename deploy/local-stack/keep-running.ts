import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Leash } from './leash.ts';
import { openLog, readSentences, type LogFile } from './log-file.ts';
import { decideAfterDeath, type AfterDeath, type Death, type GivingUp } from './restart-policy.ts';
import { StackFault } from './stack-fault.ts';

const SENTENCES_SHOWN_MAX = 6;

/** Something to be kept running. */
export interface Program {
  service: string;
  /** Unique in the stack: `gateway-2`, `redis`. */
  name: string;
  port?: number | undefined;
  logFile: string;
  /** Called for each life; stdout and stderr go to `logFd`. */
  spawn: (logFd: number) => ChildProcess;
  /** Resolves when it can be used, with the port it listens on if it says so; never rejects. The signal tells it to give up. */
  untilReady: (child: ChildProcess, signal: AbortSignal) => Promise<number | undefined>;
  readyWithinMs: number;
  /** What its last words mean and what to do, in a sentence; undefined: they say nothing that is known. */
  explainDeath?: (lastWords: readonly string[]) => string | undefined;
  stopSignal: NodeJS.Signals;
  /** Killed when it has not stopped by then. */
  stopWithinMs: number;
}

export interface KeptProgram {
  service: string;
  name: string;
  /** Undefined while it is down. */
  pid: () => number | undefined;
  port: () => number | undefined;
  isReady: () => boolean;
  /** Every pid it has had. */
  hasHad: (pid: number) => boolean;
  /** Its first readiness; rejects with a StackFault when it never comes. */
  whenReady: Promise<void>;
  stop: () => Promise<void>;
}

export interface KeepOptions {
  restart: boolean;
  /** Longest pause before that; default 5 s. */
  restartDelayMsMax?: number | undefined;
  leash: Leash;
  /** Called after each start, readiness and death. */
  onChange: () => void;
  /** Called with a sentence for each death that was not asked for. */
  onNotice: (sentence: string) => void;
}

interface Life {
  child: ChildProcess;
  log: LogFile;
  ended: Promise<Death>;
}

/** What is known of a program that is kept. */
interface State {
  /** Undefined while it is down. */
  life: Life | undefined;
  port: number | undefined;
  pids: Set<number>;
  isReady: boolean;
  firstReady: PromiseWithResolvers<void>;
  hasBeenReady: boolean;
}

/** Starts the program and, when it dies, starts it again (see restart-policy.ts) until it is stopped. */
export function keepRunning(program: Program, options: KeepOptions): KeptProgram {
  const state: State = {
    life: undefined,
    port: program.port,
    pids: new Set(),
    isReady: false,
    firstReady: Promise.withResolvers<void>(),
    hasBeenReady: false,
  };
  const { firstReady } = state;
  const stopping = new AbortController();
  const kept = keepAlive(program, options, state, stopping.signal);
  kept.then(
    () => firstReady.reject(new StackFault(`${program.name} was stopped before it was ready.`)),
    (error: unknown) => {
      firstReady.reject(error);
      if (state.hasBeenReady)
        options.onNotice(`${program.name} is not kept running any more: ${String(error)}`);
    },
  );
  // Whoever does not wait for readiness reads of the failure in stop() or not at all.
  firstReady.promise.catch(() => undefined);

  return {
    service: program.service,
    name: program.name,
    pid: () => state.life?.child.pid,
    port: () => state.port,
    isReady: () => state.isReady,
    hasHad: (pid) => state.pids.has(pid),
    whenReady: firstReady.promise,
    stop: async () => {
      stopping.abort();
      state.life?.child.kill(program.stopSignal);
      const deadline = setTimeout(() => state.life?.child.kill('SIGKILL'), program.stopWithinMs);
      await kept.catch(() => undefined);
      clearTimeout(deadline);
    },
  };
}

/** One life after the other, until it is stopped or given up. @throws StackFault when the first life never became ready */
async function keepAlive(
  program: Program,
  options: KeepOptions,
  state: State,
  stopping: AbortSignal,
): Promise<void> {
  for (let earlyDeaths = 0; ;) {
    const life = startLife(program);
    state.life = life;
    const death = await liveOnce(program, options, state, life);
    state.life = undefined;
    options.onChange();
    if (stopping.aborted) return;
    const { restart, restartDelayMsMax } = options;
    const next = decideAfterDeath(death, state.hasBeenReady, earlyDeaths, restart, restartDelayMsMax);
    if (next.action === 'give_up' && !state.hasBeenReady) {
      throw new StackFault(tellFailedStart(program, next.cause, life));
    }
    options.onNotice(tellDeath(program, death, next, life));
    if (next.action === 'give_up') return;
    earlyDeaths = next.earlyDeaths;
    await sleep(next.delayMs, undefined, { signal: stopping }).catch(() => undefined);
    if (stopping.aborted) return;
  }
}

/** From its start over its readiness to its death. */
async function liveOnce(program: Program, options: KeepOptions, state: State, life: Life): Promise<Death> {
  const { child, ended } = life;
  if (child.pid !== undefined) {
    state.pids.add(child.pid);
    options.leash.hold(child.pid, program.stopSignal);
  }
  options.onChange();
  const outcome = await raceToReady(program, life);
  if (outcome.isReady) {
    state.port = outcome.port ?? state.port;
    state.isReady = state.hasBeenReady = true;
    state.firstReady.resolve();
    options.onChange();
  } else {
    child.kill('SIGKILL');
  }
  const death = await ended;
  if (child.pid !== undefined) options.leash.drop(child.pid);
  state.isReady = false;
  return death;
}

function startLife(program: Program): Life {
  const log = openLog(program.logFile);
  const startedAt = Date.now();
  try {
    const child = program.spawn(log.fd);
    const ended = new Promise<Death>((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null): void =>
        resolve({ code, signal, livedMs: Date.now() - startedAt });
      child.once('exit', end);
      child.once('error', () => child.pid === undefined && end(null, null));
    });
    return { child, log, ended };
  } finally {
    log.close();
  }
}

async function raceToReady(
  program: Program,
  { child, ended }: Life,
): Promise<{ isReady: true; port: number | undefined } | { isReady: false }> {
  const over = new AbortController();
  const deadline = setTimeout(() => over.abort(), program.readyWithinMs);
  const unready = { isReady: false } as const;
  try {
    return await Promise.race([
      program.untilReady(child, over.signal).then((port) => ({ isReady: true as const, port })),
      ended.then(() => unready),
      new Promise<typeof unready>((resolve) => {
        over.signal.addEventListener('abort', () => resolve(unready));
      }),
    ]);
  } finally {
    clearTimeout(deadline);
    over.abort();
  }
}

function tellFailedStart(program: Program, cause: GivingUp, life: Life): string {
  const sentences = readSentences(life.log).slice(-SENTENCES_SHOWN_MAX);
  if (cause === 'bad_configuration' && sentences.length > 0) return sentences.join('\n');
  const failure = `${program.name} did not start, see ${program.logFile}.`;
  const explanation = program.explainDeath?.(sentences);
  return [failure, ...(explanation === undefined ? sentences : [explanation])].join('\n');
}

function tellDeath(program: Program, death: Death, next: AfterDeath, life: Life): string {
  const ending = death.code === null ? 'could not be started' : `ended with exit code ${death.code}`;
  const how = death.signal ? `was ended by ${death.signal}` : ending;
  const what = `${program.name} (pid ${life.child.pid}) ${how}`;
  const sentences = readSentences(life.log).slice(-SENTENCES_SHOWN_MAX);
  if (next.action === 'restart') {
    const when = next.delayMs === 0 ? '.' : ` in ${next.delayMs / 1000} s.`;
    const explanation = program.explainDeath?.(sentences);
    return `${what}; starting it again${when}${explanation === undefined ? '' : ` ${explanation}`}`;
  }
  if (next.cause === 'restart_off') return `${what}; it is not started again (RESTART=0).`;
  return [`${what}; it is not started again until its configuration is mended:`, ...sentences].join('\n');
}
