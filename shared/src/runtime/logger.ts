import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

const LEVELS: readonly string[] = [...Object.keys(pino.levels.values), 'silent'];

/** A sentence on what is wrong with a LOG_LEVEL, if anything is. */
export function findLevelFault(level: string): string | undefined {
  return LEVELS.includes(level)
    ? undefined
    : `LOG_LEVEL is "${level}": it must be one of ${LEVELS.join(', ')}.`;
}

/** Lines that could not be written wait for this much; what comes then is not logged. */
const WAITING_BYTES_MAX = 256 * 1024;

/** JSON lines on stdout. Never log prompts, answers or keys: ids, sizes and codes are enough. */
export function makeLogger(service: string, level: string): Logger {
  const options = {
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
  };
  return pino(options, openStdout());
}

/**
 * Where nothing can be written any more (the disk is full), lines are lost and not the process. Each is written at
 * once: what pino's writer keeps for later it would try to write for ever before it lets the process exit.
 */
function openStdout(): ReturnType<typeof pino.destination> {
  const stdout = pino.destination({ fd: 1, sync: true, maxLength: WAITING_BYTES_MAX });
  return stdout.on('error', () => undefined);
}

/**
 * Only what says where it went wrong: errors of clients also carry the command or the request that failed, and
 * with it prompts and answers.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  return { name, message, stack, ...(cause === undefined ? {} : { cause: describeError(cause) }) };
}
