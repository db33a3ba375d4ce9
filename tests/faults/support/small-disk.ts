import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A disk of its own at a folder, that can be filled. */
export interface SmallDisk {
  /** Until not one block is left. */
  fill: () => void;
  free: () => void;
  unmount: () => void;
}

const BLOCK = Buffer.alloc(4_096, 'x');

/** @returns the sentence that says why it cannot be done here */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk | string {
  mkdirSync(folder, { recursive: true });
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], {
    encoding: 'utf8',
  });
  if (mount.status !== 0) return `no disk can be mounted here: ${mount.stderr || String(mount.error)}`;
  const filler = join(folder, 'filler');
  return {
    fill: () => fill(filler),
    free: () => rmSync(filler, { force: true }),
    // Lazily: whoever still has a file open on it is about to end.
    unmount: () => void spawnSync('umount', ['-l', folder]),
  };
}

function fill(file: string): void {
  const fd = openSync(file, 'a');
  try {
    for (;;) writeSync(fd, BLOCK);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(fd);
  }
}
