import { REPOSITORY } from '@continuo/deploy/local-stack/repository';
import { removeDataDir } from '@continuo/deploy/local-stack/remove-data-dir';
import { runCommand } from '@continuo/deploy/local-stack/run-command';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { SECURITY_HEADERS } from '../../../services/gateway/src/http/security-headers.ts';
import { makeDataDir } from '../../support/data-dir.ts';
import { eventually } from '../../support/eventually.ts';

/** The renderer of answers on a page of its own, under the policy that the gateway sends. */
export interface RendererPages {
  open: (browser: Browser) => Promise<RendererPage>;
  close: () => Promise<void>;
}

export interface RendererPage {
  page: Page;
  requestsElsewhere: string[];
  /** Renders after every chunk, then the whole as complete. */
  stream: (chunks: readonly string[]) => Promise<void>;
  showWhole: (text: string) => Promise<void>;
  /** Waits until all code has its colours and all formulas their shape. */
  waitUntilRich: () => Promise<void>;
  /** Takes all texts but the first off the page. For each: '' when it is rendered as the first, else its HTML. */
  compareWithFirst: () => Promise<string[]>;
  clear: () => Promise<void>;
  /** What the page's policy refused until now. */
  readViolations: () => Promise<string[]>;
}

const SOURCE = join(REPOSITORY, 'web/src/markdown/testing');
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const RECORDER = `window.violations = [];
addEventListener('securitypolicyviolation', ({ blockedURI }) => window.violations.push(blockedURI));`;
const CONTROL_URL = 'http://control.invalid/';
/** High enough for all of a text, so that all of it is near the screen. */
const VIEWPORT = { width: 1280, height: 4000 };

/** Builds that page and serves it. */
export async function startRendererPages(): Promise<RendererPages> {
  const folder = makeDataDir();
  const vite = join(REPOSITORY, 'node_modules/vite/bin/vite.js');
  const config = join(REPOSITORY, 'web/vite.config.ts');
  const built = await runCommand(
    process.execPath,
    [vite, 'build', SOURCE, '--config', config, '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'],
    { cwd: REPOSITORY },
  );
  if (!built.isDone) throw new Error(built.output);
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    const file = join(folder, path);
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    response.writeHead(existsSync(file) ? 200 : 404, { ...SECURITY_HEADERS, 'content-type': type });
    response.end(existsSync(file) ? readFileSync(file) : '');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    open: (browser) => openPage(browser, url),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      removeDataDir(folder);
    },
  };
}

async function openPage(browser: Browser, address: string): Promise<RendererPage> {
  const context = await browser.newContext({ viewport: VIEWPORT });
  await context.addInitScript(RECORDER);
  const page = await context.newPage();
  const requestsElsewhere: string[] = [];
  page.on('request', (request) => {
    if (![address, CONTROL_URL].some((ours) => request.url().startsWith(ours)))
      requestsElsewhere.push(request.url());
  });
  await page.goto(address);
  /** What runs there is text, because the tests are checked without the browser's types. */
  const call = <Result>(method: string, ...args: unknown[]): Promise<Result> =>
    page.evaluate<Result>(`window.renderer.${method}(...${JSON.stringify(args)})`);
  return {
    page,
    requestsElsewhere,
    stream: (chunks) => call('stream', chunks),
    showWhole: (text) => call('showWhole', text),
    waitUntilRich: async () => void (await eventually(() => call<boolean>('isRich'), Boolean)),
    compareWithFirst: () => call('compareWithFirst'),
    clear: () => call('clear'),
    readViolations: async () => {
      // Reports come in their order: when that of an image of our own is there, all before it are.
      await page.evaluate(`void (new Image().src = '${CONTROL_URL}')`);
      const violations = await eventually(
        () => page.evaluate<string[]>('window.violations'),
        (seen) => seen.includes(CONTROL_URL),
      );
      return violations.filter((url) => url !== CONTROL_URL);
    },
  };
}
