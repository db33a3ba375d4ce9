import { sendSignal } from '../../chaos/faults/send-signal.ts';
import { readTask } from '../../chaos/clients/read.ts';
import { submit } from '../../chaos/clients/submit.ts';
import { oneTo } from '../../support/api.ts';
import { onStage, type Stage } from '../support/stage.ts';
import { makeTextClock } from '../support/text-clock.ts';
import { watchClients } from '../support/watch-clients.ts';
import type { Measured, Trial } from '../trial.ts';

const LEASE_MS = 3_000;
const READERS_PER_ANSWER = 25;
const STACK = { gateways: 2, env: { LEASE_MS: String(LEASE_MS) } };
/** Slow, so that what is measured is the coming back and not the reading. */
const TOKENS_PER_SECOND = 4;
const SECONDS_PER_ROUND = 12;

/** All readers are on one gateway, which is killed: all come back at once, without any jitter, to the other. */
async function chaseHerd(stage: Stage, rounds: number, answers: number): Promise<Measured> {
  const { clients, judge } = watchClients(stage, LEASE_MS);
  const clock = makeTextClock();
  const tokens = TOKENS_PER_SECOND * SECONDS_PER_ROUND * (rounds + 1);
  const model = `sim-writer@tps=${TOKENS_PER_SECOND},tokens=${tokens}`;
  const reading = Promise.all(
    oneTo(answers).map(async (n) => {
      const body = { prompt: `read by many, ${n}`, model };
      const accepted = await submit(clients, 0, { body, idempotencyKey: undefined });
      if (!accepted) return;
      await Promise.all(
        oneTo(READERS_PER_ANSWER).map((reader) => {
          const name = `${n}.${reader}`;
          const plan = { delayMs: 0, cuts: [], usesQuery: false };
          return readTask(clients, accepted.taskId, name, 0, plan, clock.onText(name));
        }),
      );
    }),
  );
  const readers = answers * READERS_PER_ANSWER;
  await clock.untilAllHave(readers);
  const recoveryMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // The readers went from one gateway to the other together.
    const gateway = stage.stack.process('gateway', 1 + (round % 2));
    sendSignal('kill', gateway);
    recoveryMs.push(...(await clock.untilAllAfter(Date.now())));
    await stage.stack.waitForProcess('gateway', gateway.pid);
  }
  await reading;
  const { figures } = await judge();
  const slowest = Math.max(...recoveryMs);
  const remark = `${readers} readers came back at once; the last was sent text again after ${slowest} ms`;
  return { ...figures, faultsDone: rounds, recoveryMs, remark };
}

export const trials: Trial[] = [
  {
    fault: 43,
    name: `the gateway of all readers is killed: all reconnect at once (${READERS_PER_ANSWER} readers an answer)`,
    userSees: 'a pause, then the text goes on',
    full: { rounds: 2, answers: 120 },
    run: ({ rounds, answers }) => onStage(STACK, (stage) => chaseHerd(stage, rounds, answers)),
  },
];
