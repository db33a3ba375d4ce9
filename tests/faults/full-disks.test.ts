import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeDataDir } from '@continuo/deploy/local-stack/remove-data-dir';
import { makePostgres } from '@continuo/shared/postgres/connection';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeDataDir } from '../support/data-dir.ts';
import { eventually } from '../support/eventually.ts';
import { STACK_START_MS } from '../support/test-stack.ts';
import { startAnswers, untilStreaming, type Answer } from './support/answers.ts';
import { judgeAnswers } from './support/judge-answers.ts';
import { mountSmallDisk, type SmallDisk } from './support/small-disk.ts';
import { setStage, type Stage } from './support/stage.ts';

const TEST_MS = 90_000;
const MODEL = 'sim-writer@tps=60,tokens=150';
/** A fresh cluster of Postgres takes some 60 MB, its next piece of log 16. */
const MEGABYTES = { redis: 16, postgres: 160, logs: 4 } as const;

let dataDir: string;
let stage: Stage | undefined;
const disks: Partial<Record<keyof typeof MEGABYTES, SmallDisk>> = {};
/** Why no disks can be mounted here. */
let obstacle: string | undefined;
const notices: string[] = [];

beforeAll(async () => {
  dataDir = makeDataDir();
  for (const name of ['redis', 'postgres', 'logs'] as const) {
    const disk = mountSmallDisk(join(dataDir, name), MEGABYTES[name]);
    if (typeof disk === 'string') {
      obstacle = disk;
      return;
    }
    disks[name] = disk;
  }
  chmodSync(join(dataDir, 'postgres'), 0o700);
  stage = await setStage({ dataDir, onProgress: (sentence) => notices.push(sentence) });
}, STACK_START_MS);

afterAll(async () => {
  await stage?.dispose();
  for (const disk of Object.values(disks)) disk.unmount();
  removeDataDir(dataDir);
});

beforeEach((context) => {
  if (obstacle !== undefined) context.skip(obstacle);
});

interface Scene {
  stage: Stage;
  disk: SmallDisk;
}

function sceneOf(name: keyof typeof MEGABYTES): Scene {
  const disk = disks[name];
  if (!stage || !disk) throw new Error('the stack did not start');
  return { stage, disk };
}

async function expectWhole(theStage: Stage, answers: readonly Answer[]): Promise<void> {
  const { figures } = await judgeAnswers(theStage, answers);
  expect(figures).toMatchObject({ complaints: [], lost: 0, wrongEntries: 0, boughtAgain: 0 });
}

async function untilNoticed(sentence: RegExp): Promise<void> {
  await eventually(
    async () => notices,
    (all) => all.some((notice) => sentence.test(notice)),
  );
}

test(
  'fault 22: Redis on a full disk dies rather than lose; with room again everything goes on',
  { timeout: TEST_MS },
  async () => {
    const { stage: here, disk } = sceneOf('redis');
    const answers = await startAnswers(here, { count: 4, model: MODEL });
    await untilStreaming(here, answers);
    const { pid } = here.stack.process('redis');

    disk.fill();
    await untilNoticed(/^redis .*The disk of Redis .* is full or broken: free some space/);
    disk.free();

    await here.stack.waitForProcess('redis', pid);
    await expectWhole(here, answers);
  },
);

test(
  'fault 16: with the disk of Postgres full chats go on; with room again all of it is mirrored',
  { timeout: TEST_MS },
  async () => {
    const { stage: here, disk } = sceneOf('postgres');
    const admin = makePostgres({ url: here.stack.databaseUrl, applicationName: 'test', connectionsMax: 1 });
    try {
      disk.fill();
      // The next piece of its write-ahead log: Postgres gives up when there is no room for it.
      await eventually(
        async () => {
          await admin.run(({ sql }) => sql`select pg_switch_wal(), txid_current()`).catch(() => undefined);
          return readFileSync(join(here.stack.dataDir, 'logs/postgres.log'), 'utf8');
        },
        (log) => /PANIC.*No space left on device/.test(log),
      );
      const answers = await startAnswers(here, { count: 4, model: MODEL });
      const readings = await Promise.all(answers.flatMap((answer) => answer.readings));
      expect(readings.map(({ tag }) => tag)).toEqual(answers.map(() => 'read'));
      disk.free();
      await expectWhole(here, answers);
    } finally {
      await admin.close();
    }
  },
);

test(
  'fault 40: with the disk of the logs full everybody lives and chats go on',
  { timeout: TEST_MS },
  async () => {
    const { stage: here, disk } = sceneOf('logs');
    const before = here.stack.processes();

    disk.fill();
    const answers = await startAnswers(here, { count: 4, model: MODEL });
    await expectWhole(here, answers);
    disk.free();

    expect(here.stack.processes()).toEqual(before);
  },
);
