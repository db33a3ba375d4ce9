import { expectedAnswer } from '@continuo/simulator/model-name';
import { expect } from 'vitest';
import { getResult } from '../../support/api.ts';
import type { TestStack } from '../../support/test-stack.ts';
import type { ChatPage, PageRecord } from './drive-chat.ts';

/** Half a second of an answer. */
export const MODEL = 'sim-writer@tps=400,tokens=200';
/** The longest marks that Markdown has in a line, at both ends. */
const MARK_CHARS_MAX = 6;

/** The answer on the page is the one the service has, byte for byte, and nothing was repeated or lost on the way. */
export async function expectWholeAnswer(
  stack: TestStack,
  chat: ChatPage,
  prompt: string,
  model = MODEL,
): Promise<void> {
  const copied = await chat.copyAnswer();
  expect(copied).toBe(expectedAnswer(model, prompt).text);
  expect(copied).toBe((await getResult(stack.url, await chat.taskId())).text);
  await expectNoFaults(chat);
}

export async function expectNoFaults(chat: ChatPage): Promise<void> {
  expect(await chat.readCounters()).toMatchObject({ dupes: 0, gaps: 0, mismatches: 0, fenced: 0 });
}

/** So often the provider was asked this. */
export async function expectCalls(stack: TestStack, prompt: string, count: number): Promise<void> {
  const { calls } = await stack.simulator.readLedger({ prompt });
  expect(calls).toHaveLength(count);
}

/** Nothing that was on the page was ever taken back. A mark that turns into bold type is no text lost. */
export function expectNothingTakenBack({ seqs, lengths }: PageRecord, seqBefore = 0, lengthBefore = 0): void {
  expect([seqBefore, ...seqs]).toEqual([seqBefore, ...seqs].toSorted((a, b) => a - b));
  const losses = lengths.map((length, at) => (lengths[at - 1] ?? lengthBefore) - length);
  expect(Math.max(...losses)).toBeLessThanOrEqual(MARK_CHARS_MAX);
}
