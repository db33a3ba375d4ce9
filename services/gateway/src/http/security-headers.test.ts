import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { useStores } from '@continuo/tests/support/use-stores';
import { startTestGateway } from '../testing/test-gateway.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

const stores = useStores();
const PAGE = new URL('../../../../web/index.html', import.meta.url);

function readPolicy(): Map<string, string[]> {
  const directives = (SECURITY_HEADERS['Content-Security-Policy'] ?? '').split(';');
  return new Map(
    directives.map((directive) => {
      const [name = '', ...sources] = directive.trim().split(' ');
      return [name, sources];
    }),
  );
}

test('scripts come from here alone, and none stands in a page', () => {
  const policy = readPolicy();
  expect(policy.get('default-src')).toEqual(["'self'"]);
  expect(policy.get('script-src')).toEqual(["'self'"]);
  for (const name of ['object-src', 'base-uri', 'frame-ancestors'])
    expect(policy.get(name)).toEqual(["'none'"]);
});

test('nothing is loaded from, or sent to, anywhere else', () => {
  const sources = [...readPolicy().values()].flat();
  expect(sources.filter((source) => /^(https?:|\*|'unsafe-eval')/.test(source))).toEqual([]);
});

test('the page of the web app keeps to it', () => {
  const page = readFileSync(PAGE, 'utf8');
  expect(page.match(/<script\b(?![^>]*\bsrc=)/g)).toBeNull();
  expect(page.match(/\son\w+=|<style\b|https?:/g)).toBeNull();
});

test.each(['/api/models', '/api/none', '/health', '/api/chat/status/none', '/api/events'])(
  '%s is answered with all of them',
  async (path) => {
    const { url } = await startTestGateway(stores);
    const abort = new AbortController();
    const { headers } = await fetch(url + path, { signal: abort.signal });
    abort.abort();
    const sent = Object.keys(SECURITY_HEADERS).map((name) => [name, headers.get(name)]);
    expect(Object.fromEntries(sent)).toEqual(SECURITY_HEADERS);
  },
);
