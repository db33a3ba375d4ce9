import type { CDPSession } from 'playwright-core';
import { driveChat } from '../../browser/support/drive-chat.ts';
import { oneTo } from '../../support/api.ts';
import { eventually } from '../../support/eventually.ts';
import { atMost, type Figure } from '../benchmark.ts';
import type { WebBench } from './live-answer.ts';

const ANSWERS = 10;
const MODEL = 'sim-writer@tps=500,tokens=800';

/** What ten answers that were written on the page leave in its memory, their texts included. */
export async function measureHeap({ stack, browser }: WebBench): Promise<Figure[]> {
  const context = await browser.newContext();
  try {
    const chat = await driveChat(context, stack.url);
    const cdp = await context.newCDPSession(chat.page);
    await chat.chooseModel(MODEL);
    const answer = async (n: number): Promise<void> => {
      await chat.ask(`Answer ${n}, please.`);
      await eventually(
        () => chat.page.getByTestId('answer').count(),
        (count) => count === n,
      );
      await chat.waitForStatus('complete');
    };
    await answer(1);
    const before = await readHeapMb(cdp);
    for (const n of oneTo(ANSWERS)) await answer(n + 1);
    const grown = (await readHeapMb(cdp)) - before;
    return [{ what: `heap after ${ANSWERS} streamed answers, grown by`, ...atMost(grown, 5, 'MB') }];
  } finally {
    await context.close();
  }
}

async function readHeapMb(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / 1_000_000;
}
