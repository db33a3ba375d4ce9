import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

const LEVELS: readonly string[] = [...Object.keys(pino.levels.values), 'silent'];

/** A sentence on what is wrong with a LOG_LEVEL, if anything is. */
export function findLevelFault(level: string): string | undefined {
  return LEVELS.includes(level)
    ? undefined
    : `LOG_LEVEL is "${level}": it must be one of ${LEVELS.join(', ')}.`;
}

/** JSON lines on stdout. Never log prompts, answers or keys: ids, sizes and codes are enough. */
export function makeLogger(service: string, level: string): Logger {
  return pino({
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
  });
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
