import { connect, createServer, type Server } from 'node:net';
import { findFreePort } from '@continuo/deploy/local-stack/free-port';
import { onStage, type Stage } from './stage.ts';

/** A stage whose generators speak to their providers in all ways, with short waits. */
export interface ProviderStage extends Stage {
  /** Until then nobody listens at the address of the provider `openai`. */
  openOpenAi: () => Promise<void>;
}

/**
 * `simulator` is spoken to in three ways; `openai` is the simulator too, by streamed responses; `anthropic` is at a
 * name that no resolver knows.
 */
export async function onProviderStage<T>(run: (stage: ProviderStage) => Promise<T>): Promise<T> {
  const port = await findFreePort();
  const options = {
    services: ['simulator', 'gateway', 'generator', 'persister'] as const,
    env: {
      OPENAI_API_KEY: 'key',
      OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1`,
      OPENAI_MODE: 'stream',
      ANTHROPIC_API_KEY: 'key',
      ANTHROPIC_BASE_URL: 'http://provider.invalid',
      FIRST_PART_MS: '3000',
      NEXT_PART_MS: '2000',
      RETRY_MS: '20',
      // Faults of many tasks at once would keep it open; it has tests of its own.
      CIRCUIT_MS: '0',
    },
  };
  return await onStage(options, async (stage) => {
    let gate: Server | undefined;
    const openOpenAi = async (): Promise<void> => {
      gate ??= await openGate(port, stage.stack.simulatorUrl ?? '');
    };
    try {
      return await run({ ...stage, openOpenAi });
    } finally {
      gate?.close();
    }
  });
}

/** Passes connections on; an end of one side is passed on as it is. */
async function openGate(port: number, to: string): Promise<Server> {
  const { hostname, port: toPort } = new URL(to);
  const gate = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ host: hostname, port: Number(toPort), allowHalfOpen: true });
    near.on('error', () => far.destroy()).pipe(far);
    far.on('error', () => near.resetAndDestroy()).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  gate.listen(port, '127.0.0.1', resolve);
  await promise;
  return gate;
}
