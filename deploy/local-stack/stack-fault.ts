/**
 * A fault that is the machine's or the configuration's, not ours: told to people in readable sentences that say
 * what to do, without a stack trace.
 */
export class StackFault extends Error {
  constructor(sentence: string, cause?: unknown) {
    super(sentence, { cause });
    this.name = 'StackFault';
  }
}

const SENTENCES: Readonly<Record<string, string>> = {
  EACCES: 'cannot be written: give yourself write permission, or choose another folder',
  EPERM: 'cannot be written: give yourself write permission, or choose another folder',
  EROFS: 'is on a read-only disk: choose another folder',
  EEXIST: 'is not a folder: choose another name',
  ENOTDIR: 'is not a folder: choose another name',
  ENOTEMPTY:
    'holds data that Postgres may no longer enter: let others enter the folders above it (chmod o+x)',
  ENOSPC: 'is on a full disk: free some space',
};

/** Turns what the file system says about a folder into a sentence; anything unknown stays what it is. */
export function explainFolderError(error: unknown, folder: string, variable: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const sentence = SENTENCES[code];
  return sentence ? new StackFault(`${folder} ${sentence} (${variable}=...).`, error) : error;
}
