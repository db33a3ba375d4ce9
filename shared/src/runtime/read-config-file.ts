import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { ConfigFaults } from './read-config.ts';

/**
 * Reads a file of settings, once, at the start. Throws `ConfigFaults`, in one sentence, when it cannot be used.
 *
 * @param given path of the file; undefined: that of the repository is read
 * @param ofRepository its name at the root of the repository
 */
export function readConfigFile<Shape extends z.ZodType>(
  schema: Shape,
  given: string | undefined,
  ofRepository: string,
): z.output<Shape> {
  const file = given ?? fileURLToPath(new URL(`../../../${ofRepository}`, import.meta.url));
  const result = schema.safeParse(parseFile(file));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new ConfigFaults([
    `${file} is not valid: ${issue?.path.join('.') || 'the whole of it'}: ${issue?.message}.`,
  ]);
}

function parseFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigFaults([
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
    ]);
  }
}
