import { atLeast, atMost, round, type Figure } from '../benchmark.ts';
import { meterFrames, type FrameFigures } from './frame-meter.ts';
import { withLiveAnswer, type LiveAnswer, type WebBench } from './live-answer.ts';
import type { Place } from './long-conversation.ts';
import { fenceTokens, listTokens, mixedTokens, tableTokens } from './texts.ts';

interface Case extends Omit<LiveAnswer, 'place'> {
  what: string;
  fpsMin: number;
  isInLongConversation?: boolean;
}

const MEASURED_MS = 12_000;
/** For what the opening of the page leaves to be done. */
const SETTLE_MS = 3_000;
const PACE = { tokensPerSecond: 100 };
const FAST = { tokensPerSecond: 400 };
const [SHORT, LONG] = [4_000, 20_000];

const CASES: readonly Case[] = [
  {
    what: '4,000 live tokens, nothing before',
    tokens: mixedTokens(8_000),
    headCount: SHORT,
    ...PACE,
    fpsMin: 58,
    isInLongConversation: false,
  },
  { what: '4,000 live tokens', tokens: mixedTokens(8_000), headCount: SHORT, ...PACE, fpsMin: 58 },
  { what: '20,000 live tokens', tokens: mixedTokens(24_000), headCount: LONG, ...PACE, fpsMin: 55 },
  {
    what: '4,000 live tokens, 400 a second',
    tokens: mixedTokens(14_000),
    headCount: SHORT,
    ...FAST,
    fpsMin: 55,
  },
  {
    what: 'an open table of 4,000 tokens',
    tokens: tableTokens(8_000),
    headCount: SHORT,
    ...PACE,
    fpsMin: 50,
  },
  { what: 'an open list of 4,000 tokens', tokens: listTokens(8_000), headCount: SHORT, ...PACE, fpsMin: 50 },
  {
    what: 'an open code block of 4,000 tokens',
    tokens: fenceTokens(8_000),
    headCount: SHORT,
    ...PACE,
    fpsMin: 50,
  },
  {
    what: '4,000 live tokens, processor 4 times slower',
    tokens: mixedTokens(8_000),
    headCount: SHORT,
    ...PACE,
    fpsMin: 50,
    throttle: 4,
  },
];

/** Frames while an answer is written at the end of a conversation of 50,000 tokens. */
export async function measureStreaming(
  bench: WebBench,
  end: Place,
  say: (text: string) => void,
): Promise<Figure[]> {
  const figures: Figure[] = [await measureIdle(bench)];
  for (const { isInLongConversation = true, ...one } of CASES) {
    const place = isInLongConversation ? { place: end } : {};
    const measured = await withLiveAnswer(bench, { ...one, ...place }, async ({ page, cdp }) => {
      await page.waitForTimeout(SETTLE_MS);
      return meterFrames(page, cdp, MEASURED_MS);
    });
    say(`${one.what}: ${JSON.stringify(measured)}`);
    figures.push(...describe(one, measured));
  }
  return figures;
}

/** What there is to be had: the empty page, with nothing to do. */
async function measureIdle({ browser, stack }: WebBench): Promise<Figure> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(stack.url);
    await page.waitForTimeout(SETTLE_MS);
    const { framesPerSecond } = await meterFrames(page, cdp, MEASURED_MS);
    return { what: 'a page with nothing to do: frames a second', value: round(framesPerSecond) };
  } finally {
    await context.close();
  }
}

function describe({ what, fpsMin, throttle }: Case, measured: FrameFigures): Figure[] {
  const { framesPerSecond, p95Ms, longestTaskMs, scriptMs, threadMs } = measured;
  const isPlain = throttle === undefined && fpsMin >= 55;
  return [
    { what: `${what}: frames a second`, ...atLeast(framesPerSecond, fpsMin, '') },
    {
      what: '– between two frames, p95',
      ...(isPlain ? atMost(p95Ms, 18, 'ms') : { value: `${round(p95Ms)} ms` }),
    },
    {
      what: '– longest task',
      ...(isPlain ? atMost(longestTaskMs, 100, 'ms') : { value: `${round(longestTaskMs)} ms` }),
    },
    {
      what: '– scripts, of each second',
      ...(isPlain ? atMost(scriptMs, 120, 'ms') : { value: `${round(scriptMs)} ms` }),
    },
    { what: '– all of the main thread, of each second', value: `${round(threadMs)} ms` },
  ];
}
