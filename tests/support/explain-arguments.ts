import { ZodError } from 'zod';

/**
 * One sentence for people on what is wrong with the arguments of a command; rethrows what is not about them.
 *
 * @param error what `parseArgs` (TypeError) or a schema (ZodError) has thrown
 */
export function explainArguments(error: unknown, usage: string): string {
  if (error instanceof ZodError) {
    const faults = error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`);
    return `${faults.join('; ')}. ${usage}`;
  }
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    return `${error.message.split(/[.\n]/, 1)[0]}. ${usage}`;
  }
  throw error;
}
