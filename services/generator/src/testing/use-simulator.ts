import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { makeSimulatorControl, type SimulatorControl } from '@continuo/simulator/control-client';
import { afterAll, beforeAll } from 'vitest';

const MAIN = fileURLToPath(new URL('../../../simulator/src/main.ts', import.meta.url));

export interface TestSimulator {
  readonly url: string;
  readonly control: SimulatorControl;
}

/** Runs a simulator, in a process of its own, for the file that calls this; it answers as fast as it is read. */
export function useSimulator(): TestSimulator {
  let child: ChildProcess | undefined;
  let url = '';

  beforeAll(async () => {
    const env = { ...process.env, PORT: '0', SIMULATOR_TOKENS_PER_SECOND: '0', LOG_LEVEL: 'silent' };
    child = fork(MAIN, { env, execArgv: [] });
    const [message] = (await once(child, 'message')) as [{ port: number }];
    url = `http://127.0.0.1:${message.port}`;
  });
  afterAll(async () => {
    if (!child) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  });

  return {
    get url() {
      return url;
    },
    get control() {
      return makeSimulatorControl(url);
    },
  };
}
