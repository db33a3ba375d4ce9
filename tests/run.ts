import { buildWeb } from '@continuo/deploy/local-stack/build-web';
import { findChromium } from '@continuo/deploy/local-stack/find-chromium';
import { findRedis } from '@continuo/deploy/local-stack/find-redis';
import { StackFault } from '@continuo/deploy/local-stack/stack-fault';
import { waitForAll } from '@continuo/deploy/local-stack/wait-for-all';
import { parseCLI, startVitest } from 'vitest/node';
import { countTests, type TestCounts } from './support/count-tests.ts';

/**
 * `npm test [vitest's filters and options]`: brings what the tests need, runs them all, and prints the true counts
 * as its last line.
 */
async function runTests(args: readonly string[]): Promise<TestCounts> {
  try {
    await waitForAll([findRedis(say), findChromium(say), buildWeb(say)]);
  } catch (error) {
    if (!(error instanceof StackFault)) throw error;
    say(error.message);
    return { passed: 0, failed: 1 };
  }
  const { filter, options } = parseCLI(['vitest', 'run', ...args]);
  const vitest = await startVitest(filter, { ...options, run: true, watch: false });
  const counts = countTests(vitest);
  await vitest.close();
  return counts;
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

const { passed, failed } = await runTests(process.argv.slice(2));
process.stdout.write(`${passed} passed, ${failed} failed\n`, () => process.exit(failed === 0 ? 0 : 1));
