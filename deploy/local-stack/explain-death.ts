/** The last words of a store, told to people: what is wrong and what to do (docs/OPERATING.md). */

const RUNBOOK = 'see docs/OPERATING.md';

export function explainRedisDeath(lastWords: readonly string[], folder: string): string | undefined {
  const said = lastWords.join('\n');
  if (/Bad file format reading the append only file/.test(said)) {
    return `The log of Redis in ${folder} is damaged: it does not start until that is mended; ${RUNBOOK}, "Redis refuses to start".`;
  }
  return /AOF write error|No space left on device/.test(said) ? tellFullDisk('Redis', folder) : undefined;
}

export function explainPostgresDeath(lastWords: readonly string[], folder: string): string | undefined {
  return /No space left on device/.test(lastWords.join('\n')) ? tellFullDisk('Postgres', folder) : undefined;
}

function tellFullDisk(name: string, folder: string): string {
  return `The disk of ${name} (${folder}) is full or broken: free some space, and it goes on by itself; ${RUNBOOK}.`;
}
