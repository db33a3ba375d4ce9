import { atMost, percentile, round, type Figure } from '../benchmark.ts';
import { withLiveAnswer, type WebBench } from './live-answer.ts';
import { proseTokens } from './texts.ts';

const MEASURED_MS = 10_000;

/** Notes how many letters of the last answer were on the page, and when: after the frame that follows a change. */
const WATCH = `
window.__letters = [];
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => {
  const text = [...document.querySelectorAll('[data-testid=text]')].at(-1).textContent;
  window.__letters.push([Date.now(), text.replace(/\\s/g, '').length]);
};
new MutationObserver(() => requestAnimationFrame(() => port2.postMessage(undefined)))
  .observe(document.querySelector('main'), { subtree: true, childList: true, characterData: true });
`;

interface Chunk {
  text: string;
  /** Unix ms of the store. */
  at: number;
}

/** From the moment an entry is stored to the moment its text is seen. */
export async function measurePixels(bench: WebBench): Promise<Figure[]> {
  const tokens = proseTokens(3_000);
  const delays = await withLiveAnswer(
    bench,
    { tokens, headCount: 100, tokensPerSecond: 100 },
    async ({ page, taskId }) => {
      await page.evaluate(WATCH);
      await page.waitForTimeout(MEASURED_MS);
      const seen = await page.evaluate<[at: number, letters: number][]>('window.__letters');
      const response = await fetch(`${bench.stack.url}/api/chat/chunks/${taskId}`);
      const { chunks } = (await response.json()) as { chunks: Chunk[] };
      return delaysOf(chunks, seen);
    },
  );
  return [
    { what: 'from a stored entry to the screen, p50', value: `${round(percentile(delays, 0.5))} ms` },
    { what: '– p95', ...atMost(percentile(delays, 0.95), 50, 'ms') },
  ];
}

function delaysOf(chunks: readonly Chunk[], seen: readonly [at: number, letters: number][]): number[] {
  const first = seen[0]?.[1] ?? 0;
  let letters = 0;
  return chunks.flatMap(({ text, at }) => {
    letters += text.replace(/\s/g, '').length;
    const shown = letters > first ? seen.find((each) => each[1] >= letters) : undefined;
    return shown ? [shown[0] - at] : [];
  });
}
