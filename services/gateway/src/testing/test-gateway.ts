import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { GenerateReply } from '@continuo/shared/protocol/http-api';
import type { TaskId } from '@continuo/shared/protocol/task-id';
import { makeLogger } from '@continuo/shared/runtime/logger';
import { readConfig } from '@continuo/shared/runtime/read-config';
import { configSchema } from '../config.ts';
import { startGateway, type RunningGateway } from '../start-gateway.ts';
import type { TestStores } from '@continuo/tests/support/use-stores';

/** A gateway in this process, on real stores and a real port. */
export interface TestGateway extends RunningGateway {
  url: string;
  owner: string;
  /** Posts JSON to /api/chat/generate. */
  generate: (body: object, headers?: Record<string, string>) => Promise<Response>;
  /** Generates and gives the reply; throws unless it was accepted. */
  accept: (body: object, headers?: Record<string, string>) => Promise<GenerateReply & { task_id: TaskId }>;
}

/** Ends with the test. @param env over the defaults of the tests; the owner is new unless given */
export async function startTestGateway(
  stores: TestStores,
  env: Record<string, string> = {},
): Promise<TestGateway> {
  const owner = env['OWNER'] ?? `test-${randomUUID()}`;
  const config = readConfig(configSchema, {
    REDIS_URL: stores.redisUrl(),
    DATABASE_URL: stores.databaseUrl(),
    PORT: '0',
    ...env,
    OWNER: owner,
  });
  const gateway = await startGateway(config, makeLogger('gateway', 'silent'));
  let drained: Promise<void> | undefined;
  const drain = (): Promise<void> => (drained ??= gateway.drain());
  onTestFinished(drain);

  const url = `http://127.0.0.1:${gateway.port}`;
  const generate: TestGateway['generate'] = (body, headers = {}) =>
    fetch(`${url}/api/chat/generate`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const accept: TestGateway['accept'] = async (body, headers) => {
    const response = await generate(body, headers);
    if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as GenerateReply & { task_id: TaskId };
  };
  return { ...gateway, drain, url, owner, generate, accept };
}
