import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { REPOSITORY } from '../local-stack/repository.ts';
import { readStackFile } from '../local-stack/stack-file.ts';

/**
 * `npm run rebuild [-- --json]`: puts unfinished tasks that Redis has lost back from Postgres, and reports what it did.
 * Persisters do the same by themselves. The stores are those of REDIS_URL and DATABASE_URL, else those of the running
 * stack (DATA_DIR).
 *
 * @param envFile may hold variables that the environment does not set itself
 */
function main(envFile: string, args: readonly string[]): void {
  if (args.some((arg) => arg !== '--json')) return fail('Usage: npm run rebuild [-- --json]');
  if (existsSync(envFile)) process.loadEnvFile(envFile);
  const stack = readStackFile(resolve(REPOSITORY, process.env['DATA_DIR'] || '.data'));
  const REDIS_URL = process.env['REDIS_URL'] || stack?.redis_url;
  const DATABASE_URL = process.env['DATABASE_URL'] || stack?.database_url;
  if (!REDIS_URL || !DATABASE_URL) {
    return fail('No stack is running here: start one (npm start), or set REDIS_URL and DATABASE_URL.');
  }
  const program = join(REPOSITORY, 'services/persister/src/rebuild/main.ts');
  const env = { ...process.env, REDIS_URL, DATABASE_URL };
  spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'inherit', 'inherit'] }).on(
    'exit',
    (code) => {
      process.exitCode = code ?? 1;
    },
  );
}

function fail(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}

const [envFile = '', ...args] = process.argv.slice(2);
main(envFile, args);
