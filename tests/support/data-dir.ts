import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder for a stack's data; deploy's `removeDataDir` deletes it. */
export function makeDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'continuo-test-'));
  // Postgres does not run as root, and whom it then runs as must be able to enter.
  chmodSync(dataDir, 0o755);
  return dataDir;
}
