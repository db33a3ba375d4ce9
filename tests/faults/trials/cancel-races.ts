import type { TaskId } from '@continuo/shared/protocol/task-id';
import { expectedAnswer } from '@continuo/simulator/model-name';
import { cancelTask } from '../../chaos/clients/cancel.ts';
import { pause, type Clients } from '../../chaos/clients/client.ts';
import { readTask } from '../../chaos/clients/read.ts';
import { submit } from '../../chaos/clients/submit.ts';
import { makeRandom, type Random } from '../../chaos/random.ts';
import { describeCancels, findOrphanedRuns } from '../support/cancel-figures.ts';
import { LEASE_MS } from '../support/many-generators.ts';
import { signalAll } from '../support/signal-all.ts';
import { onStage, type Stage } from '../support/stage.ts';
import { watchClients } from '../support/watch-clients.ts';
import type { Measured, Trial } from '../trial.ts';

/** Races that run at the same time, and share what is done to the stack meanwhile. */
const RACES_PER_WAVE_MIN = 10;
const WAVES_MAX = 50;
const SEED = 11;
/** What is done to the stack during a wave; one after the other. */
const WAVES = ['nothing', 'sleep', 'kill', 'nothing', 'redis', 'nothing'] as const;
type Wave = (typeof WAVES)[number];

const MODELS = ['sim-writer', 'sim-background', 'sim-claude'] as const;

/** When its client cancels. */
type Moment =
  /** After its request was accepted. */
  | { afterMs: number }
  /** When it has seen this share of the text. */
  | { atShare: number };

interface Race {
  body: { prompt: string; model: string };
  moment: Moment;
  /** To both gateways at once. */
  isTwice: boolean;
}

/** The races as they go on. */
interface Course {
  stage: Stage;
  clients: Clients;
  /** When each reader was last sent text, unix ms. */
  lastTextAt: Map<TaskId, number>;
  /** Tasks of waves in which nothing was done to the stack. */
  undisturbed: Set<TaskId>;
}

/** @param count how many, in all */
async function raceCancels(stage: Stage, count: number, leaseMs: number): Promise<Measured> {
  const { clients, judge } = watchClients(stage, leaseMs);
  const course: Course = { stage, clients, lastTextAt: new Map(), undisturbed: new Set() };
  const random = makeRandom(SEED, 'cancel races');
  const perWave = Math.max(RACES_PER_WAVE_MIN, Math.ceil(count / WAVES_MAX));
  for (let from = 0, turn = 0; from < count; from += perWave, turn += 1) {
    const wave = WAVES[turn % WAVES.length] ?? 'nothing';
    const races = Array.from({ length: Math.min(perWave, count - from) }, (_, i) =>
      planRace(random, wave, from + i, leaseMs),
    );
    await runWave(course, wave, races);
  }
  const { file, figures } = await judge();
  const { calls } = await stage.stack.simulator.readLedger();
  const orphans = findOrphanedRuns(file, calls);
  return {
    ...figures,
    faultsDone: file.evidence.cancels.length,
    lost: figures.lost + orphans.length,
    complaints: [...(figures.complaints ?? []), ...orphans],
    recoveryMs: [],
    remark: describeCancels(file, calls, course),
  };
}

function planRace(random: Random, wave: Wave, n: number, leaseMs: number): Race {
  // The answer of a killed holder is long enough to be cancelled when another goes on with it.
  const tps = wave === 'kill' ? 20 : random.pick([100, 200, 400]);
  const firstMs = random.chance(0.3) ? random.int(1, 60) : 0;
  const settings = `tps=${tps},tokens=${random.int(40, 120)},first_ms=${firstMs}`;
  return {
    body: { prompt: `race ${n}, ${wave}`, model: `${random.pick(MODELS)}@${settings}` },
    moment: planMoment(random, wave, leaseMs),
    isTwice: random.chance(0.3),
  };
}

function planMoment(random: Random, wave: Wave, leaseMs: number): Moment {
  switch (wave) {
    case 'sleep':
      return { afterMs: random.int(0, 2 * SLEEP_MS) };
    case 'redis':
      return { afterMs: random.int(0, 2 * BEFORE_REDIS_MS) };
    case 'kill':
      return { afterMs: BEFORE_KILL_MS + random.int(0, 1.3 * leaseMs) };
    case 'nothing':
      return random.pick<() => Moment>([
        () => ({ afterMs: random.int(0, 5) }),
        () => ({ afterMs: random.int(5, 60) }),
        () => ({ atShare: random.next() }),
        () => ({ atShare: random.int(93, 100) / 100 }),
      ])();
  }
}

const SLEEP_MS = 300;
const BEFORE_KILL_MS = 500;
const BEFORE_REDIS_MS = 300;

async function runWave(course: Course, wave: Wave, races: readonly Race[]): Promise<void> {
  const { stage } = course;
  if (wave === 'sleep') signalAll(stage, 'generator', 'pause');
  const running = Promise.all(races.map((race, n) => runRace(course, wave, race, n)));
  switch (wave) {
    case 'sleep':
      await pause(SLEEP_MS);
      signalAll(stage, 'generator', 'resume');
      break;
    case 'kill':
      await pause(BEFORE_KILL_MS);
      signalAll(stage, 'generator', 'kill');
      break;
    case 'redis':
      await pause(BEFORE_REDIS_MS);
      signalAll(stage, 'redis', 'kill');
      break;
    case 'nothing':
      break;
  }
  await running;
}

async function runRace(
  course: Course,
  wave: Wave,
  { body, moment, isTwice }: Race,
  n: number,
): Promise<void> {
  const { clients } = course;
  const accepted = await submit(clients, n, { body, idempotencyKey: undefined });
  if (!accepted) return;
  const { taskId } = accepted;
  if (wave === 'nothing') course.undisturbed.add(taskId);
  const atChars =
    'atShare' in moment ? moment.atShare * expectedAnswer(body.model, body.prompt).text.length : 0;
  const { promise: itIsTime, resolve } = Promise.withResolvers<void>();
  const reading = readTask(
    clients,
    taskId,
    `${n}`,
    n,
    { delayMs: 0, cuts: [], usesQuery: false },
    (characters) => {
      course.lastTextAt.set(taskId, Date.now());
      if (characters >= atChars && 'atShare' in moment) resolve();
    },
  );
  await ('afterMs' in moment ? pause(moment.afterMs) : Promise.race([itIsTime, reading]));
  await Promise.all([
    cancelTask(clients, n, taskId),
    ...(isTwice ? [cancelTask(clients, n + 1, taskId)] : []),
  ]);
  await reading;
}

export const trials: Trial[] = [
  {
    fault: 46,
    name: 'cancels race with claims, chunks, ends, kills of the holder and of Redis, one another',
    userSees: 'the answer stops where it is, or it had ended; the page says which',
    full: { rounds: 1_000, answers: 1_000 },
    run: ({ rounds, leaseMs = LEASE_MS }) => {
      const stack = { gateways: 2, generators: 2, env: { LEASE_MS: String(leaseMs) } };
      return onStage(stack, (stage) => raceCancels(stage, rounds, leaseMs));
    },
  },
];
