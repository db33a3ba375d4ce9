import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GenerateReply } from '@continuo/shared/protocol/http-api';
import { generate, getResult, readToTheEnd } from '../support/api.ts';
import { STACK_START_MS, startTestStack, type TestStack } from '../support/test-stack.ts';

const MODEL = 'sim-writer@tps=400,tokens=60';

let stack: TestStack;

beforeAll(async () => {
  stack = await startTestStack({ gateways: 2, generators: 2 });
}, STACK_START_MS);

afterAll(async () => {
  await stack?.dispose();
});

/** Asks one gateway, follows the answer on another, and returns at the moment in which its end is seen. */
async function say(body: object, gateway = 0): Promise<GenerateReply> {
  const reply = await generate(stack.urls[gateway % stack.urls.length] ?? '', { model: MODEL, ...body });
  await readToTheEnd(stack.urls.toReversed(), reply.task_id);
  return reply;
}

async function answerTo({ task_id }: GenerateReply): Promise<string> {
  const { status, text } = await getResult(stack.url, task_id);
  expect(status).toBe('completed');
  return text;
}

/** What the provider was sent for a prompt, call by call. */
async function sentFor(prompt: string): Promise<string[][]> {
  const { calls } = await stack.simulator.readLedger({ prompt });
  return calls.map(({ messages }) => messages.map(({ role, text }) => `${role}: ${text}`));
}

/** What it should be sent: everything that was said, in turn, and the prompt. */
async function historyOf(
  turns: readonly (readonly [string, GenerateReply])[],
  prompt: string,
): Promise<string[]> {
  const said = await Promise.all(
    turns.map(async ([asked, reply]) => [`user: ${asked}`, `assistant: ${await answerTo(reply)}`]),
  );
  return ['system: Be plain.', ...said.flat(), `user: ${prompt}`];
}

describe('a conversation of five turns, each prompt sent in the moment in which the answer before has ended', () => {
  test('every call to the provider carries the whole history, whichever gateway is asked', async () => {
    const prompts = ['first', 'second', 'third', 'fourth', 'fifth'].map((name) => `the ${name} of five`);
    const turns: [string, GenerateReply][] = [];
    for (const [i, prompt] of prompts.entries()) {
      const conversation_id = turns[0]?.[1].conversation_id;
      const place = conversation_id === undefined ? { system: 'Be plain.' } : { conversation_id };
      turns.push([prompt, await say({ prompt, ...place }, i)]);
    }
    for (const [i, prompt] of prompts.entries()) {
      expect(await sentFor(prompt)).toEqual([await historyOf(turns.slice(0, i), prompt)]);
    }
  });
});

describe('edit and regenerate', () => {
  test('both branches are there to be read, and both go on with a history of their own', async () => {
    const one = await say({ prompt: 'branch one', system: 'Be plain.' });
    const { conversation_id } = one;
    const two = await say({ prompt: 'branch two', conversation_id });
    const edited = await say(
      { prompt: 'branch two, edited', conversation_id, parent_task_id: one.task_id },
      1,
    );
    const again = await say({ regenerate_of: two.task_id }, 1);

    const root = ['branch one', one] as const;
    const branches = [
      ['branch two', two],
      ['branch two, edited', edited],
      ['branch two', again],
    ] as const;
    expect(new Set(branches.map(([, { task_id }]) => task_id)).size).toBe(3);
    for (const [i, [asked, turn]] of branches.entries()) {
      const prompt = `and then, in branch ${i}?`;
      await say({ prompt, conversation_id, parent_task_id: turn.task_id });
      expect(await sentFor(prompt)).toEqual([await historyOf([root, [asked, turn]], prompt)]);
    }
    // The regenerated turn was bought, not taken from the cache.
    expect((await sentFor('branch two')).filter((sent) => sent.at(-1) === 'user: branch two')).toHaveLength(
      2,
    );
  });
});
