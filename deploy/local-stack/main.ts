import { existsSync } from 'node:fs';
import process from 'node:process';
import { ConfigFaults } from '@continuo/shared/runtime/read-config';
import { hasProviderKey } from './plan-services.ts';
import { readStackOptions } from './read-stack-options.ts';
import { StackFault } from './stack-fault.ts';
import { startStack } from './start-stack.ts';

/**
 * `npm start`: the local stack until Ctrl-C.
 *
 * @param envFile may hold variables that the environment does not set itself
 */
async function main(envFile: string | undefined): Promise<void> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // The bootstrap that started us was killed.
  process.on('disconnect', stop);
  process.channel?.unref();
  // Whoever read our lines may leave; the stack stays.
  process.stdout.on('error', () => undefined);
  try {
    if (envFile && existsSync(envFile)) process.loadEnvFile(envFile);
    const stack = await startStack({
      ...readStackOptions(process.env),
      onProgress: say,
      signal: stopping.signal,
    });
    if (!hasProviderKey(process.env)) {
      say('No provider key is set: the answers come from the simulator (OPENAI_API_KEY, ANTHROPIC_API_KEY).');
    }
    say(`Continuo is ready: ${stack.url}`);
    await untilAborted(stopping.signal);
    say('Stopping ...');
    await stack.stop();
  } catch (error) {
    if (stopping.signal.aborted) return;
    if (!(error instanceof StackFault) && !(error instanceof ConfigFaults)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}

await main(process.argv[2]);
