import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** What `npm start` runs, as a process of a test's own. */
export interface StartCommand {
  pid: number;
  /** What it has printed so far, to both. */
  output: () => string;
  /** Resolves once it has printed a line that matches. @throws when it ends without */
  untilPrinted: (line: RegExp) => Promise<void>;
  /** Resolves with its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
}

/** @param env the variables of `npm start`; of the test's own environment it sees only PATH */
export function runNpmStart(env: Readonly<Record<string, string>>): StartCommand {
  const child = spawn(process.execPath, ['deploy/local-stack/main.ts'], {
    cwd: REPOSITORY,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid === undefined) throw new Error('npm start could not be started');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => (output += part));
  }
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 1));
  });
  return {
    pid: child.pid,
    output: () => output,
    untilPrinted: (line) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (line.test(output)) resolve();
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        child.once('close', () => reject(new Error(`it ended with: ${output}`)));
        look();
      }),
    ended,
  };
}
