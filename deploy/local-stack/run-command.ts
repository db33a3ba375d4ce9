import { spawn } from 'node:child_process';

const OUTPUT_CHARS_MAX = 1_000_000;

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
}

export interface CommandResult {
  isDone: boolean;
  /** Its stdout and stderr, the last OUTPUT_CHARS_MAX of them. */
  output: string;
}

/** Runs a command to its end. One that cannot be started is not done either, and says so in its output. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => {
      output = (output + part).slice(-OUTPUT_CHARS_MAX);
    });
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ isDone: false, output: error.message }));
    child.once('close', (code) => resolve({ isDone: code === 0, output }));
  });
}
