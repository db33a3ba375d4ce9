import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const StackProcessRecord = z.object({
  service: z.string(),
  pid: z.number().int().positive(),
  port: z.number().int().optional(),
  /** What makes the pid unmistakable, see process-identity.ts. */
  identity: z.string(),
});

const StackRecord = z.object({
  url: z.string(),
  urls: z.array(z.string()),
  redis_url: z.string(),
  database_url: z.string(),
  simulator_url: z.string().optional(),
  pid: z.number().int().positive(),
  processes: z.array(StackProcessRecord),
});

/** `$DATA_DIR/stack.json`: what runs, for people and tests to look at and to kill. */
export type StackRecord = z.infer<typeof StackRecord>;

function pathOf(dataDir: string): string {
  return join(dataDir, 'stack.json');
}

/** Whoever reads it meanwhile sees the old one or the new one. It holds a password: only its owner may read it. */
export function writeStackFile(dataDir: string, record: StackRecord): void {
  const path = pathOf(dataDir);
  writeFileSync(`${path}.new`, `${JSON.stringify(record, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Undefined when there is none, or none that can be read. */
export function readStackFile(dataDir: string): StackRecord | undefined {
  const path = pathOf(dataDir);
  if (!existsSync(path)) return undefined;
  try {
    return StackRecord.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

export function removeStackFile(dataDir: string): void {
  rmSync(pathOf(dataDir), { force: true });
}
