import type { Random } from '../random.ts';

/** A request that a client is going to make, and everything that its client is going to do. */
export interface PlannedTask {
  atMs: number;
  body: { prompt: string; model: string; max_tokens?: number; cache?: boolean };
  /** Sent so many times, at once; without a key each may become a task of its own. */
  sends: number;
  idempotencyKey: string | undefined;
  readers: PlannedReader[];
  cancel: PlannedCancel | undefined;
}

export interface PlannedReader {
  /** After the task was accepted. Late ones find a log that has left Redis. */
  delayMs: number;
  /** After so many entries it cuts its connection; behind the last number it stays until the server ends it. */
  cuts: number[];
  /** Sends its cursor as `?after=`, not in the header. */
  usesQuery: boolean;
}

/** After a share of the text was seen; `at_once`: right after the reply to the submit. */
export type PlannedCancel = { when: 'at_once'; delayMs: number } | { when: 'share'; share: number };

const MODELS = ['sim-writer', 'sim-writer', 'sim-background', 'sim-claude'] as const;
const WORDS = ['water', 'Zürich', 'log', 'naïve', '時間', 'why', 'crash', 'tide', '🧭', 'seam'] as const;
/** Each with the number of tokens before it. */
const FAULTS = [
  (n: number) => `eof:${n}`,
  (n: number) => `reset:${n}`,
  (n: number) => `fin:${n}`,
  (n: number) => `half:${n}`,
  (n: number) => `stall:${n}`,
  (n: number) => `freeze:${n}`,
  (n: number) => `error:${n}:overloaded_error`,
  (n: number) => `failed:${n}`,
  (n: number) => `refusal:${n}`,
  (n: number) => `duplicate:${n}`,
  (n: number) => `garbage:${n}`,
  (n: number) => `json:${n}`,
  (n: number) => `nul:${n}`,
  (n: number) => `halves:${n}`,
  () => '429',
  () => '500',
  () => '529',
  () => 'quota',
  () => 'drop',
  () => 'hang',
  () => 'html',
] as const;

/** Long enough to be taken over several times. */
const LONG_SHARE = 0.3;
const LONG_SECONDS = 6;
const FAULTY_SHARE = 0.15;
const CANCELLED_SHARE = 0.2;
const KEYED_SHARE = 0.4;
const SAME_AGAIN_SHARE = 0.12;

/** @param tasksMeanMs mean time between two requests */
export function planTasks(
  random: Random,
  seed: number,
  durationMs: number,
  tasksMeanMs: number,
): PlannedTask[] {
  const tasks: PlannedTask[] = [];
  for (let atMs = random.gapMs(tasksMeanMs); atMs < durationMs; atMs += random.gapMs(tasksMeanMs)) {
    const earlier = tasks[random.int(0, Math.max(0, tasks.length - 1))];
    const isSameAgain = earlier !== undefined && random.chance(SAME_AGAIN_SHARE);
    tasks.push({
      atMs,
      body: isSameAgain ? earlier.body : planBody(random, `${seed}-${tasks.length}`),
      sends: random.chance(0.12) ? random.int(2, 4) : 1,
      idempotencyKey: random.chance(KEYED_SHARE) ? `chaos-${seed}-${tasks.length}` : undefined,
      readers: planReaders(random, durationMs - atMs),
      cancel: random.chance(CANCELLED_SHARE) ? planCancel(random) : undefined,
    });
  }
  return tasks;
}

function planBody(random: Random, name: string): PlannedTask['body'] {
  const words = Array.from({ length: random.int(1, 8) }, () => random.pick(WORDS));
  const tps = random.pick([30, 60, 100, 150, 0]);
  const tokens = random.int(5, random.chance(LONG_SHARE) && tps > 0 ? tps * LONG_SECONDS : 200);
  const settings = [`tps=${tps}`, `tokens=${tokens}`];
  if (random.chance(0.2)) settings.push(`first_ms=${random.int(50, 800)}`);
  if (random.chance(0.1)) settings.push(`split=${random.int(1, 40)}`);
  if (random.chance(FAULTY_SHARE)) {
    settings.push(`fault=${random.pick(FAULTS)(random.int(1, tokens))}`);
    if (random.chance(0.6)) settings.push(`times=${random.int(1, 3)}`);
  }
  return {
    prompt: `${words.join(' ')}, request ${name}?`,
    model: `${random.pick(MODELS)}@${settings.join(',')}`,
    ...(random.chance(0.08) && { max_tokens: random.int(1, tokens + 20) }),
    ...(random.chance(0.15) && { cache: false }),
  };
}

function planReaders(random: Random, leftMs: number): PlannedReader[] {
  return Array.from({ length: random.int(1, 2) }, (_, index) => ({
    delayMs:
      index > 0 && random.chance(0.5) ? random.int(0, Math.max(0, Math.floor(leftMs))) : random.int(0, 300),
    cuts: Array.from({ length: random.chance(0.6) ? random.int(0, 8) : 0 }, () => random.int(1, 60)),
    usesQuery: random.chance(0.3),
  }));
}

/** Half of them race with the end. */
function planCancel(random: Random): PlannedCancel {
  if (random.chance(0.2)) return { when: 'at_once', delayMs: random.int(0, 50) };
  const share = random.chance(0.5) ? random.int(95, 100) / 100 : random.next();
  return { when: 'share', share };
}
