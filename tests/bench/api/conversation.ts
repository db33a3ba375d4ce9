import { isDeepStrictEqual } from 'node:util';
import { answerOf, generate, oneTo, readToTheEnd } from '../../support/api.ts';
import { startTestStack, type TestStack } from '../../support/test-stack.ts';
import { percentile, round, atMost, type Benchmark } from '../benchmark.ts';

const MODEL = 'sim-writer@tps=400,tokens=60';
const CONVERSATIONS = 20;
const TURNS = 5;
/** How soon a prompt must follow an answer's end, for the case to be the one that is meant. */
const FOLLOWS_MS = 10;

interface Said {
  prompt: string;
  answer: string;
  /** From the end of the answer before to the moment in which this prompt was sent. */
  afterMs: number | undefined;
}

/** Whether the history is right in the moment after an answer has ended. */
export const conversation: Benchmark = {
  name: 'conversation',
  about: `${CONVERSATIONS} conversations of ${TURNS} turns, each prompt sent in the moment in which the answer before has ended, two gateways in turn.`,
  run: async (say) => {
    const stack = await startTestStack({ gateways: 2, generators: 2 });
    try {
      const all: Said[][] = [];
      for (const n of oneTo(CONVERSATIONS)) {
        all.push(await talk(stack, n));
        say(`${n} of ${CONVERSATIONS}`);
      }
      const whole = await Promise.all(all.flatMap((said) => said.map((_, i) => isWhole(stack, said, i))));
      const waits = all.flatMap((said) => said.flatMap(({ afterMs }) => afterMs ?? []));
      const count = whole.filter(Boolean).length;
      return [
        { what: 'prompt after the end before, largest', ...atMost(Math.max(...waits), FOLLOWS_MS, 'ms') },
        { what: 'the same, p50', value: `${round(percentile(waits, 0.5))} ms` },
        {
          what: 'calls to the provider with the whole history',
          value: `${count} of ${CONVERSATIONS * TURNS}`,
          target: { text: 'all', isMet: count === CONVERSATIONS * TURNS },
        },
      ];
    } finally {
      await stack.dispose();
    }
  },
};

async function talk({ urls }: TestStack, n: number): Promise<Said[]> {
  const said: Said[] = [];
  let conversationId: string | undefined;
  let endedMs: number | undefined;
  for (const turn of oneTo(TURNS)) {
    // The ledger finds a prompt inside others: with its end, none is.
    const prompt = `turn ${turn} of conversation ${n}.`;
    const place = conversationId === undefined ? {} : { conversation_id: conversationId };
    const afterMs = endedMs === undefined ? undefined : performance.now() - endedMs;
    const reply = await generate(urls[turn % urls.length] ?? '', { prompt, model: MODEL, ...place });
    conversationId = reply.conversation_id;
    const events = await readToTheEnd(urls, reply.task_id);
    endedMs = performance.now();
    said.push({ prompt, answer: answerOf(events), afterMs });
  }
  return said;
}

async function isWhole({ simulator }: TestStack, said: readonly Said[], i: number): Promise<boolean> {
  const asked = said[i]?.prompt ?? '';
  const { calls } = await simulator.readLedger({ prompt: asked });
  const before = said.slice(0, i).flatMap(({ prompt, answer }) => [prompt, answer]);
  const sent = calls.map(({ messages }) => messages.map(({ text }) => text));
  return isDeepStrictEqual(sent, [[...before, asked]]);
}
