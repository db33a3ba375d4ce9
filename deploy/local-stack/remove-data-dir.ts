import { existsSync, readFileSync, rmSync } from 'node:fs';
import { NOTE_NAME } from './postgres-folder.ts';
import { join } from 'node:path';

/** Deletes the data of a stack that does not run, also what lies outside its folder. */
export function removeDataDir(dataDir: string): void {
  const note = join(dataDir, NOTE_NAME);
  if (existsSync(note)) rmSync(readFileSync(note, 'utf8').trim(), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}
