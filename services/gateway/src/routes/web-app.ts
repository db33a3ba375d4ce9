import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import type { Logger } from '@continuo/shared/runtime/logger';
import type { GatewayContext, GatewayEnv } from '../http/gateway-env.ts';

/** The build puts a hash of the content into these names, so they never change. */
const HASHED_ASSETS = '/assets/';
const FOREVER = 'public, max-age=31536000, immutable';
const REVALIDATE = 'no-cache';
/** Paths of the API never show the app, so that a wrong one is seen to be wrong. */
const API_PATH = /^\/(api|health|docs|openapi\.json|v1|ws|metrics)(\/|$)/;

const PAGES = z.record(z.string(), z.string());

/** Serves the built web app; the app finds its own way from any path that is not the API's. */
export function addWebApp(app: OpenAPIHono<GatewayEnv>, folder: string | undefined, logger: Logger): void {
  if (folder === undefined) return;
  const index = path.join(folder, 'index.html');
  if (!existsSync(index)) {
    logger.warn({ folder }, 'WEB_DIST has no index.html: no web app is served');
    return;
  }
  for (const [page, file] of readPages(folder)) app.get(page, sendPage(path.join(folder, file)));
  app.get(
    '*',
    (c, next) => (API_PATH.test(c.req.path) ? c.notFound() : next()),
    serveStatic<GatewayEnv>({
      root: folder,
      precompressed: true,
      onFound: (_file, c) => c.header('Cache-Control', isAsset(c) ? FOREVER : REVALIDATE),
    }),
    (c, next) => (isAsset(c) ? c.notFound() : next()),
    sendPage(index),
  );
}

/** Which file is the page at which path; without the build's word on it all paths have the index. */
function readPages(folder: string): [path: string, file: string][] {
  const table = path.join(folder, 'pages.json');
  return existsSync(table) ? Object.entries(PAGES.parse(JSON.parse(readFileSync(table, 'utf8')))) : [];
}

function sendPage(file: string): MiddlewareHandler<GatewayEnv> {
  return serveStatic<GatewayEnv>({
    path: file,
    precompressed: true,
    onFound: (_file, c) => c.header('Cache-Control', REVALIDATE),
  });
}

function isAsset(c: GatewayContext): boolean {
  return c.req.path.startsWith(HASHED_ASSETS);
}
