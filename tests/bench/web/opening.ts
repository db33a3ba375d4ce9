import { eventually } from '../../support/eventually.ts';
import { atMost, percentile, round, type Figure } from '../benchmark.ts';
import { readThreadMs } from './frame-meter.ts';
import type { WebBench } from './live-answer.ts';
import { TURNS } from './long-conversation.ts';

const TIMES = 5;
const VIEWPORT = { width: 1280, height: 800 };

/** Notes when the newest answer was painted, from the beginning of the navigation. */
const WATCH = `
window.__opened = undefined;
(function onFrame() {
  const texts = document.querySelectorAll('[data-testid=text]');
  if (texts.length < ${TURNS} || texts[texts.length - 1].textContent === '') return requestAnimationFrame(onFrame);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => (window.__opened = performance.now());
  port2.postMessage(undefined);
})();
`;
const FILLED = `[...document.querySelectorAll('[data-testid=text]')].filter((text) => text.textContent !== '').length`;

interface Opened {
  newestMs: number;
  /** What the page's main thread took of the processor until all was there. */
  threadMs: number;
  elements: number;
}

/** How soon a conversation of 50,000 tokens can be read, in a browser that was never there. */
export async function measureOpening(bench: WebBench, conversationId: string): Promise<Figure[]> {
  const usual = await openTimes(bench, conversationId, 1);
  const slow = await openTimes(bench, conversationId, 4);
  return [
    { what: 'opening 50,000 tokens: newest screen, median', ...atMost(median(usual), 400, 'ms') },
    { what: '– processor 4 times slower', ...atMost(median(slow), 1_000, 'ms') },
    { what: '– main thread until all is there', value: `${round(usual[0]?.threadMs ?? NaN)} ms` },
    { what: '– elements on the page', ...atMost(usual[0]?.elements ?? NaN, 12_000, '') },
  ];
}

async function openTimes(bench: WebBench, conversationId: string, throttle: number): Promise<Opened[]> {
  const opened: Opened[] = [];
  for (let n = 0; n < TIMES; n++) opened.push(await openOnce(bench, conversationId, throttle));
  return opened;
}

async function openOnce({ stack, browser }: WebBench, conversationId: string, rate: number): Promise<Opened> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    await context.addInitScript(WATCH);
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await cdp.send('Emulation.setCPUThrottlingRate', { rate });
    await page.goto(`${stack.url}/c/${conversationId}`);
    await eventually(
      () => page.evaluate<number>(FILLED),
      (count) => count === TURNS,
      60_000,
    );
    const newestMs = await eventually(
      () => page.evaluate<number | undefined>('window.__opened'),
      (at) => at !== undefined,
    );
    const elements = await page.evaluate<number>(`document.querySelectorAll('*').length`);
    const { task: threadMs } = await readThreadMs(cdp);
    return { newestMs: newestMs ?? NaN, threadMs, elements };
  } finally {
    await context.close();
  }
}

function median(opened: readonly Opened[]): number {
  const times = opened.map(({ newestMs }) => newestMs);
  return percentile(times, 0.5);
}
