import { findChromium } from '@continuo/deploy/local-stack/find-chromium';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = await findChromium((sentence) => process.stderr.write(`${sentence}\n`));
  return chromium.launch({ executablePath, args: FLAGS, ...options });
}
