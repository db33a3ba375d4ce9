import { resolve } from 'node:path';
import { REPOSITORY } from '../local-stack/repository.ts';
import { StackFault } from '../local-stack/stack-fault.ts';
import { readStackFile } from '../local-stack/stack-file.ts';

const DEFAULT_URL = 'http://127.0.0.1:8000';

/** Where the API of the running stack is. @throws StackFault for a CONTINUO_URL that is none */
export function findStackUrl(env: Readonly<Record<string, string | undefined>>): string {
  const given = env['CONTINUO_URL'];
  if (given === undefined || given === '') {
    const dataDir = resolve(REPOSITORY, env['DATA_DIR'] || '.data');
    return readStackFile(dataDir)?.url ?? DEFAULT_URL;
  }
  if (/^https?:/.test(given) && URL.canParse(given)) return given.replace(/\/+$/, '');
  throw new StackFault(`CONTINUO_URL is "${given}": it must look like ${DEFAULT_URL}.`);
}
