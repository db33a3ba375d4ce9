import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '@continuo/deploy/local-stack/repository';
import { launchBrowser } from '../browser/support/launch-browser.ts';
import { startTestStack } from '../support/test-stack.ts';
import { recordScreens } from './record-screens.ts';
import { recordTakeover } from './record-takeover.ts';

/** `npm run screenshots [-- takeover | screens] [folder]`: pictures of the web app on a real stack, for people to look at. */
const RECORDINGS = { takeover: recordTakeover, screens: recordScreens };

const [wanted, folder = join(REPOSITORY, 'docs/screenshots')] = process.argv.slice(2);
const chosen = Object.entries(RECORDINGS).filter(([name]) => wanted === undefined || wanted === name);
if (chosen.length === 0) throw new Error(`"${wanted}" is none of: ${Object.keys(RECORDINGS).join(', ')}`);

mkdirSync(folder, { recursive: true });
const stack = await startTestStack();
try {
  const browser = await launchBrowser();
  for (const [name, record] of chosen) {
    await record(stack, browser, folder);
    process.stdout.write(`${name}: see ${folder}\n`);
  }
  await browser.close();
} finally {
  await stack.dispose();
}
