import { existsSync } from 'node:fs';
import process from 'node:process';
import { StackFault } from '../local-stack/stack-fault.ts';
import { makeDeadLetterClient } from './dead-letter-client.ts';
import { findStackUrl } from './find-stack-url.ts';
import { readArguments } from './read-arguments.ts';
import { runCommand } from './run-command.ts';

/**
 * `npm run dead -- list | show <task_id> | retry <task_id> | retry --all | drop <task_id>`: works with the dead
 * letters of a running stack, over its HTTP API.
 *
 * @param envFile may hold variables that the environment does not set itself
 */
async function main(envFile: string, args: readonly string[]): Promise<void> {
  // Whoever reads our lines may leave.
  process.stdout.on('error', () => undefined);
  try {
    const { command, json } = readArguments(args);
    if (existsSync(envFile)) process.loadEnvFile(envFile);
    const printed = await runCommand(makeDeadLetterClient(findStackUrl(process.env)), command);
    process.stdout.write(`${json ? JSON.stringify(printed.json, undefined, 2) : printed.text}\n`);
    if (!printed.isDone) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof StackFault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

const [envFile = '', ...args] = process.argv.slice(2);
await main(envFile, args);
