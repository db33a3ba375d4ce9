import { launchBrowser } from '../../browser/support/launch-browser.ts';
import { startTestStack } from '../../support/test-stack.ts';
import type { Benchmark } from '../benchmark.ts';
import { measureHeap } from './heap.ts';
import type { WebBench } from './live-answer.ts';
import { makeLongConversation } from './long-conversation.ts';
import { measureOpening } from './opening.ts';
import { startPacedProvider } from './paced-provider.ts';
import { measurePixels } from './pixels.ts';
import { measureStreaming } from './streaming.ts';

/** How the chat feels: bar by bar what the web app's specification asks for. */
export const web: Benchmark = {
  name: 'web',
  about:
    'The page in headless Chromium without a graphics processor, at the end of a conversation of 50,000 tokens in 30 turns, while an answer is written; 12 s each.',
  run: async (say) => {
    const provider = await startPacedProvider();
    const stack = await startTestStack({
      env: { OPENAI_API_KEY: 'none', OPENAI_BASE_URL: provider.url },
      services: ['simulator', 'gateway', 'generator', 'persister'],
    });
    const browser = await launchBrowser();
    try {
      const bench: WebBench = { stack, browser, provider };
      const end = await makeLongConversation(stack);
      say('the conversation is there');
      return [
        ...(await measureOpening(bench, end.conversationId)),
        ...(await measureStreaming(bench, end, say)),
        ...(await measurePixels(bench)),
        ...(await measureHeap(bench)),
      ];
    } finally {
      await browser.close();
      await stack.dispose();
      await provider.close();
    }
  },
};
