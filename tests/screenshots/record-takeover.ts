import { expectedAnswer } from '@continuo/simulator/model-name';
import type { Browser } from 'playwright-core';
import { driveChat, type ChatPage } from '../browser/support/drive-chat.ts';
import { startFaultProxy } from '../support/fault-proxy.ts';
import type { TestStack } from '../support/test-stack.ts';

const MODEL = 'sim-writer@tps=40,tokens=600';
const PROMPT = 'How do I upgrade Postgres without downtime?';
/** Entries before the kill: the screen is about half full. */
const MIDDLE_SEQ = 120;
const SEQS_BEHIND_SEAM = 25;
const VIEWPORT = { width: 1280, height: 800 };

/**
 * The generator and the gateway are killed (SIGKILL) in the middle of an answer, with the page open: four pictures of
 * what its reader sees. The line is held down until the second is taken, because both are back before it is.
 *
 * @throws when the answer is not, byte for byte, what the simulator has
 */
export async function recordTakeover(stack: TestStack, browser: Browser, folder: string): Promise<void> {
  const proxy = await startFaultProxy(stack.url);
  const context = await browser.newContext({ viewport: VIEWPORT, colorScheme: 'light' });
  try {
    const chat = await driveChat(context, proxy.url);
    const shoot = (name: string) => chat.page.screenshot({ path: `${folder}/takeover-${name}.png` });
    await chat.chooseModel(MODEL);
    await chat.ask(PROMPT);
    await chat.waitForSeq(MIDDLE_SEQ);
    await shoot('1-before');
    for (const { pid } of [stack.process('generator'), stack.process('gateway')])
      process.kill(pid, 'SIGKILL');
    proxy.cut();
    await chat.page.locator('#conn[data-state=reconnecting]').waitFor({ state: 'attached' });
    await shoot('2-killed');
    proxy.mend();
    await chat.page.getByTestId('seam').waitFor();
    const seamSeq = Number(await chat.page.getByTestId('answer').getAttribute('data-last-seq'));
    await chat.waitForSeq(seamSeq + SEQS_BEHIND_SEAM);
    await shoot('3-resumed');
    await chat.waitForStatus('complete');
    await chat.page.getByTestId('seam').scrollIntoViewIfNeeded();
    await shoot('4-complete');
    await expectWhole(chat);
  } finally {
    await context.close();
    proxy.close();
  }
}

async function expectWhole(chat: ChatPage): Promise<void> {
  const counters = await chat.readCounters();
  const isWhole = (await chat.copyAnswer()) === expectedAnswer(MODEL, PROMPT).text;
  const faults = ['dupes', 'gaps', 'mismatches'].filter((name) => counters[name] !== 0);
  if (!isWhole || faults.length > 0)
    throw new Error(`not whole: ${JSON.stringify({ isWhole, ...counters })}`);
}
