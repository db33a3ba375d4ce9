import { findChromium } from '@continuo/deploy/local-stack/find-chromium';
import { chromium, type Browser } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function launchBrowser(): Promise<Browser> {
  const executablePath = await findChromium((sentence) => process.stderr.write(`${sentence}\n`));
  return chromium.launch({ executablePath, args: FLAGS });
}
