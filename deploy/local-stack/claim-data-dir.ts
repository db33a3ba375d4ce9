import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess } from './end-process.ts';
import { takeLock } from './lock-file.ts';
import { explainFolderError, StackFault } from './stack-fault.ts';
import { readStackFile } from './stack-file.ts';

const LEFTOVER_GRACE_MS = 5_000;

/**
 * Makes the folder ours alone, and ends what a stack that was killed has left running on it: only processes that
 * are still those which its stack.json names.
 *
 * @returns gives the folder back
 */
export async function claimDataDir(dataDir: string): Promise<() => void> {
  const release = lockFolder(dataDir);
  const leftovers = readStackFile(dataDir)?.processes ?? [];
  await Promise.all(
    leftovers.map(({ service, pid, identity }) =>
      endProcess(pid, identity, service === 'postgres' ? 'SIGINT' : 'SIGTERM', LEFTOVER_GRACE_MS),
    ),
  );
  return release;
}

function lockFolder(dataDir: string): () => void {
  try {
    mkdirSync(join(dataDir, 'logs'), { recursive: true });
    accessSync(dataDir, constants.W_OK);
    const taken = takeLock(join(dataDir, 'lock'));
    if (typeof taken === 'function') return taken;
    const url = readStackFile(dataDir)?.url;
    throw new StackFault(
      `A stack already runs on ${dataDir} (pid ${taken}${url ? `, ${url}` : ''}): use that one, or start this one with another PORT and DATA_DIR.`,
    );
  } catch (error) {
    throw explainFolderError(error, dataDir, 'DATA_DIR');
  }
}
