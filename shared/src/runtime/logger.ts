import { pino, type Logger } from 'pino';

export type { Logger } from 'pino';

/** JSON lines on stdout. Never log prompts, answers or keys: ids, sizes and codes are enough. */
export function makeLogger(service: string, level: string): Logger {
  return pino({
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}
