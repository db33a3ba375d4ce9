import process from 'node:process';
import { ConfigFaults } from './read-config.ts';
import { findLevelFault, makeLogger, type Logger } from './logger.ts';

/** A started service: the port it listens on, if it does, and how to end it. */
export interface RunningService {
  port?: number;
  /** Finishes or hands over what is in flight, then closes everything. Must end within a bound of its own. */
  drain: () => Promise<void>;
}

/** `sysexits.h` EX_CONFIG: starting again will not help. */
const EXIT_CONFIG = 78;
/** Time for the last line of the log to leave the process. */
const LAST_WORDS_MS = 200;
/** A drain that hangs must not outlive its process. */
const DRAIN_MS_MAX = 60_000;

/**
 * The life of every service: start, say `ready` to whoever started it, drain once on SIGTERM, SIGINT or when
 * the parent is gone, exit. Faults of the environment come out as sentences on stderr.
 */
export async function runService(
  name: string,
  start: (logger: Logger) => Promise<RunningService>,
): Promise<void> {
  const level = process.env['LOG_LEVEL'] || 'info';
  const levelFault = findLevelFault(level);
  if (levelFault !== undefined) exitOnFaults([levelFault]);
  const logger = makeLogger(name, level);
  process.on('uncaughtException', (error) => exitOnDefect(logger, error));
  process.on('unhandledRejection', (error) => exitOnDefect(logger, error));
  const service = await startOrExit(logger, start);

  let isDraining = false;
  const drainOnce = (cause: string): void => {
    if (isDraining) return;
    isDraining = true;
    logger.info({ cause }, 'draining');
    setTimeout(() => exitOnDefect(logger, new Error('the drain did not end')), DRAIN_MS_MAX).unref();
    service.drain().then(
      () => process.exit(0),
      (error: unknown) => exitOnDefect(logger, error),
    );
  };
  process.once('SIGTERM', () => drainOnce('SIGTERM'));
  process.once('SIGINT', () => drainOnce('SIGINT'));
  process.once('disconnect', () => drainOnce('parent gone'));
  logger.info({ port: service.port }, 'ready');
  process.send?.({ type: 'ready', port: service.port });
}

async function startOrExit(
  logger: Logger,
  start: (logger: Logger) => Promise<RunningService> | RunningService,
): Promise<RunningService> {
  try {
    return await start(logger);
  } catch (error) {
    return exitOnFailedStart(logger, error);
  }
}

function exitOnFailedStart(logger: Logger, error: unknown): never {
  if (error instanceof ConfigFaults) exitOnFaults(error.faults);
  logger.fatal({ err: error }, 'start failed');
  process.stderr.write(
    `The service did not start: ${error instanceof Error ? error.message : String(error)}\n`,
  );
  process.exit(1);
}

function exitOnFaults(faults: readonly string[]): never {
  process.stderr.write(`${faults.join('\n')}\n`);
  process.exit(EXIT_CONFIG);
}

/** The state after a defect is unknown: die, once it is written down, and let another process go on from the log. */
function exitOnDefect(logger: Logger, error: unknown): void {
  setTimeout(() => process.exit(1), LAST_WORDS_MS);
  logger.fatal({ err: error }, 'defect');
  logger.flush(() => process.exit(1));
}
