import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import { oneTo } from '../../support/api.ts';
import { pause } from '../../chaos/clients/client.ts';
import { readTask } from '../../chaos/clients/read.ts';
import { submit } from '../../chaos/clients/submit.ts';
import { makeRandom, type Random } from '../../chaos/random.ts';
import { onStage, type Stage } from '../support/stage.ts';
import { makeTextClock } from '../support/text-clock.ts';
import { watchClients } from '../support/watch-clients.ts';
import type { Measured, Trial } from '../trial.ts';

const LEASE_MS = 3_000;
const HEARTBEAT_MS = 1_000;
const STACK = { gateways: 2, env: { LEASE_MS: String(LEASE_MS), HEARTBEAT_MS: String(HEARTBEAT_MS) } };
const SEED = 21;
/** What each of the proxies does in turn; a reader that hears nothing gives its connection up after 6 s. */
type Harm = 'reset' | 'close' | 'silence' | 'hold';
const SILENCE_MS = 7_000;

/** Answers are read through proxies that break each round in one way. */
async function breakConnections(stage: Stage, harms: readonly Harm[], answers: number): Promise<Measured> {
  const proxies = await Promise.all(stage.stack.urls.map((url) => startFaultProxy(url)));
  try {
    const { clients, judge } = watchClients(stage, LEASE_MS);
    const throughProxies = { ...clients, urls: proxies.map(({ url }) => url) };
    const clock = makeTextClock();
    const random = makeRandom(SEED, 'network');
    const seconds = harms.reduce((sum, harm) => sum + LONGEST_MS[harm], 0) / 1_000;
    const model = `sim-writer@tps=20,tokens=${Math.ceil(20 * (seconds + 2))}`;
    const reading = Promise.all(
      oneTo(answers).map(async (n) => {
        const body = { prompt: `read through a bad line, ${n}`, model };
        const accepted = await submit(clients, n, { body, idempotencyKey: undefined });
        if (!accepted) return;
        const plan = { delayMs: 0, cuts: [], usesQuery: n % 2 === 0 };
        await readTask(throughProxies, accepted.taskId, `${n}`, n, plan, clock.onText(`${n}`));
      }),
    );
    await clock.untilAllHave(answers);
    const recoveryMs: number[] = [];
    for (const harm of harms) {
      const at = await harmAll(proxies, harm, random);
      recoveryMs.push(...(await clock.untilAllAfter(at)));
    }
    await reading;
    const { file, figures } = await judge();
    const connections = file.evidence.transcripts.flatMap((transcript) => transcript.connections);
    const streams = connections.filter(({ status }) => status !== 204).length;
    const remark = `${streams - answers} reconnects of ${answers} readers`;
    return { ...figures, faultsDone: harms.length, recoveryMs, remark };
  } finally {
    for (const proxy of proxies) proxy.close();
  }
}

const LONGEST_MS: Record<Harm, number> = {
  reset: 1_500,
  close: 1_500,
  hold: 3_000,
  silence: SILENCE_MS + 3_000,
};

/** @returns when it was done, unix ms */
async function harmAll(proxies: readonly FaultProxy[], harm: Harm, random: Random): Promise<number> {
  const at = Date.now();
  for (const proxy of proxies) {
    if (harm === 'silence') proxy.silence();
    else if (harm === 'hold') proxy.hold();
    else proxy.cut(harm);
  }
  if (harm === 'reset') await pause(random.int(0, 500));
  if (harm === 'hold') await pause(random.int(100, 2_000));
  for (const proxy of proxies) proxy.mend();
  return at;
}

/** So many times, one after the other. */
function inTurn(harms: readonly [Harm, ...Harm[]], rounds: number): Harm[] {
  return Array.from({ length: rounds }, (_, i) => harms[i % harms.length] ?? harms[0]);
}

export const trials: Trial[] = [
  {
    fault: 2,
    name: 'the network between reader and gateway flaps: resets, pauses, silence for good',
    userSees: 'a short "reconnecting", then the text goes on',
    full: { rounds: 12, answers: 40 },
    run: ({ rounds, answers }) =>
      onStage(STACK, (stage) =>
        breakConnections(stage, inTurn(['reset', 'hold', 'silence'], rounds), answers),
      ),
  },
  {
    fault: 3,
    name: 'a balancer ends the connection (FIN) of every reader, again and again',
    userSees: 'nothing',
    full: { rounds: 20, answers: 40 },
    run: ({ rounds, answers }) =>
      onStage(STACK, (stage) => breakConnections(stage, inTurn(['close'], rounds), answers)),
  },
];
