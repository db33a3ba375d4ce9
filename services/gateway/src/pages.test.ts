import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PROBLEMS } from '@continuo/shared/protocol/problem';
import { useStores } from '@continuo/tests/support/use-stores';
import { startTestGateway } from './testing/test-gateway.ts';

const stores = useStores();

function buildWebApp(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'continuo-web-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), '<title>the app</title>');
  writeFileSync(path.join(folder, 'assets', 'app-1a2b.js'), 'start()');
  return folder;
}

describe('the web app', () => {
  test('is the index, asked for anew each time, for any path that is not of the API', async () => {
    const { url } = await startTestGateway(stores, { WEB_DIST: buildWebApp() });
    for (const page of ['/', '/c/c_1/t0_2', '/index.html', '/deep/er?x=1']) {
      const response = await fetch(url + page);
      expect([response.status, await response.text()]).toEqual([200, '<title>the app</title>']);
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
    }
  });

  test('has assets that are kept for ever, and 404 for those of another build', async () => {
    const { url } = await startTestGateway(stores, { WEB_DIST: buildWebApp() });
    const asset = await fetch(`${url}/assets/app-1a2b.js`);
    expect([asset.status, await asset.text()]).toEqual([200, 'start()']);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await fetch(`${url}/assets/app-3c4d.js`)).status).toBe(404);
  });

  test('has pages of its own at the paths that its build names', async () => {
    const folder = buildWebApp();
    writeFileSync(path.join(folder, 'chat.html'), '<title>the chat</title>');
    writeFileSync(
      path.join(folder, 'pages.json'),
      '{"/":"chat.html","/c/:id":"chat.html","/none":"none.html"}',
    );
    const { url } = await startTestGateway(stores, { WEB_DIST: folder });
    for (const [page, title] of [
      ['/', 'the chat'],
      ['/c/c_1?b=2', 'the chat'],
      ['/c/c_1/deeper', 'the app'],
      ['/none', 'the app'],
    ] as const) {
      const response = await fetch(url + page);
      expect([page, await response.text()]).toEqual([page, `<title>${title}</title>`]);
      expect(response.headers.get('cache-control')).toBe('no-cache');
    }
  });

  test('travels compressed, where its build wrote it so and the client takes it', async () => {
    const folder = buildWebApp();
    const script = path.join(folder, 'assets', 'app-1a2b.js');
    writeFileSync(`${script}.br`, brotliCompressSync('start() // as Brotli'));
    writeFileSync(`${script}.gz`, gzipSync('start() // as gzip'));
    const { url } = await startTestGateway(stores, { WEB_DIST: folder });
    for (const [accepted, encoding, text] of [
      ['gzip, deflate, br', 'br', 'start() // as Brotli'],
      ['gzip, deflate', 'gzip', 'start() // as gzip'],
      ['identity', null, 'start()'],
    ] as const) {
      const response = await fetch(`${url}/assets/app-1a2b.js`, { headers: { 'Accept-Encoding': accepted } });
      expect([response.headers.get('content-encoding'), await response.text()]).toEqual([encoding, text]);
      expect(response.headers.get('content-type')).toContain('javascript');
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
  });

  test('never shows in place of the API', async () => {
    const { url } = await startTestGateway(stores, { WEB_DIST: buildWebApp() });
    for (const page of ['/api/none', '/api', '/health/none', '/docs/none']) {
      const response = await fetch(url + page);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ code: 'not_found' });
    }
  });

  test('gives nothing from outside its folder', async () => {
    const { url } = await startTestGateway(stores, { WEB_DIST: buildWebApp() });
    for (const page of ['/..%2f..%2fetc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%5c..%5cx']) {
      expect(await (await fetch(url + page)).text()).not.toContain('root:');
    }
  });

  test('may be missing', async () => {
    const { url } = await startTestGateway(stores);
    expect((await fetch(url)).status).toBe(404);
  });
});

describe('the page of a remote image', () => {
  test('shows that image and may do nothing else', async () => {
    const { url } = await startTestGateway(stores);
    const src = 'https://images.example/a.png?x=1&y="><script>';
    const response = await fetch(
      `${url}/remote-image?${new URLSearchParams({ src, alt: 'a "cat"' }).toString()}`,
    );
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(
      '<img src="https://images.example/a.png?x=1&amp;y=&quot;&gt;&lt;script&gt;" alt="a &quot;cat&quot;"',
    );
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none';");
    expect(policy).toContain("frame-ancestors 'self';");
    expect(policy).toMatch(/; sandbox$/);
    expect(policy).not.toContain('script-src');
  });

  test.each(['', 'javascript:alert(1)', 'data:text/html,x', '/api/stats', 'file:///etc/passwd'])(
    'is not there for %j',
    async (src) => {
      const { url } = await startTestGateway(stores);
      expect((await fetch(`${url}/remote-image?${new URLSearchParams({ src }).toString()}`)).status).toBe(
        404,
      );
    },
  );
});

describe('the documentation', () => {
  test('is an OpenAPI document of every route of the API', async () => {
    const { url } = await startTestGateway(stores);
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as {
      openapi: string;
      paths: object;
    };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).toSorted()).toEqual([
      '/api/batches',
      '/api/batches/{batch_id}',
      '/api/batches/{batch_id}/cancel',
      '/api/batches/{batch_id}/lines',
      '/api/batches/{batch_id}/pace',
      '/api/batches/{batch_id}/pause',
      '/api/batches/{batch_id}/results',
      '/api/batches/{batch_id}/resume',
      '/api/batches/{batch_id}/retry',
      '/api/chat/cancel/{task_id}',
      '/api/chat/chunks/{task_id}',
      '/api/chat/generate',
      '/api/chat/list',
      '/api/chat/result/{task_id}',
      '/api/chat/status/{task_id}',
      '/api/chat/stream/{task_id}',
      '/api/conversations',
      '/api/conversations/{conversation_id}',
      '/api/conversations/{conversation_id}/export',
      '/api/dead',
      '/api/dead/{task_id}',
      '/api/dead/{task_id}/retry',
      '/api/events',
      '/api/models',
      '/api/stats',
      '/api/workflows/list',
      '/api/workflows/start',
      '/api/workflows/{task_id}/cancel',
      '/api/workflows/{task_id}/chunks',
      '/api/workflows/{task_id}/history',
      '/api/workflows/{task_id}/result',
      '/api/workflows/{task_id}/run-again',
      '/api/workflows/{task_id}/status',
      '/health',
      '/health/ready',
      '/ws/chat/{task_id}',
    ]);
  });

  test('is a page that loads nothing from elsewhere and explains every problem type', async () => {
    const { url } = await startTestGateway(stores);
    const page = await (await fetch(`${url}/docs`)).text();
    expect(page).not.toMatch(/(src|href)="(?!\/docs\/|data:,)/);
    for (const code of Object.keys(PROBLEMS)) expect(page).toContain(`id="problem-${code}"`);
    const files = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1] ?? '');
    const statuses = await Promise.all(files.map(async (file) => (await fetch(url + file)).status));
    expect(statuses).toEqual([200, 200, 200]);
  });
});

describe('the offer', () => {
  test('is what the configuration allows', async () => {
    const { url } = await startTestGateway(stores, { PROVIDERS: 'anthropic,simulator' });
    expect(await (await fetch(`${url}/api/models`)).json()).toMatchObject({
      default: { provider: 'anthropic', model: 'claude-haiku-5-5' },
      providers: [
        { provider: 'anthropic', simulated: false },
        { provider: 'simulator', simulated: true },
      ],
    });
  });
});

describe('readiness', () => {
  test('needs a Redis that loses nothing', async () => {
    const { url } = await startTestGateway(stores);
    expect(await (await fetch(`${url}/health/ready`)).json()).toMatchObject({ status: 'ready' });
  });
});
