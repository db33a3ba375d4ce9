import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { STACK_START_MS } from '../support/test-stack.ts';
import { startAnswers, untilStreaming } from './support/answers.ts';
import { judgeAnswers } from './support/judge-answers.ts';
import { setStage, type Stage } from './support/stage.ts';

const CONNECTIONS = 60;
const HAS_PRLIMIT = spawnSync('prlimit', ['--version']).status === 0;

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
}, STACK_START_MS);

afterAll(() => stage?.dispose());

/** @param more than it has open now */
function allowDescriptors(pid: number, more: number): void {
  const open = readdirSync(`/proc/${pid}/fd`).length;
  const { status, stderr } = spawnSync('prlimit', [`--pid=${pid}`, `--nofile=${open + more}:`]);
  if (status !== 0) throw new Error(String(stderr));
}

/** Connections that say nothing, as of clients that came before. */
function openIdle(port: number): { sockets: Socket[]; countClosed: () => number } {
  let closed = 0;
  const sockets = Array.from({ length: CONNECTIONS }, () =>
    connect(port, '127.0.0.1')
      .on('close', () => (closed += 1))
      .on('error', () => undefined)
      .resume(),
  );
  return { sockets, countClosed: () => closed };
}

test.skipIf(!HAS_PRLIMIT)(
  'fault 40: a gateway without file descriptors turns new connections away, lives, keeps its readers, and recovers',
  { timeout: 60_000 },
  async () => {
    const gateway = stage.stack.process('gateway');
    const answers = await startAnswers(stage, { count: 2, model: 'sim-writer@tps=40,tokens=200' });
    await untilStreaming(stage, answers);

    allowDescriptors(gateway.pid, 5);
    const { sockets, countClosed } = openIdle(gateway.port ?? 0);
    await eventually(
      async () => countClosed(),
      (closed) => closed > 0,
    );
    for (const socket of sockets) socket.destroy();
    allowDescriptors(gateway.pid, 1_000);

    const ready = await eventually(
      async () => (await fetch(`${stage.stack.url}/health/ready`)).status,
      (status) => status === 200,
    );
    expect(ready).toBe(200);
    const { figures } = await judgeAnswers(stage, answers);
    expect(figures).toMatchObject({ complaints: [], lost: 0, wrongEntries: 0, boughtAgain: 0 });
    expect(stage.stack.process('gateway').pid).toBe(gateway.pid);
  },
);
