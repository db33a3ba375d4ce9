import { existsSync } from 'node:fs';
import path from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Logger } from '@continuo/shared/runtime/logger';
import type { GatewayContext, GatewayEnv } from '../http/gateway-env.ts';

/** The build puts a hash of the content into these names, so they never change. */
const HASHED_ASSETS = '/assets/';
const FOREVER = 'public, max-age=31536000, immutable';
const REVALIDATE = 'no-cache';
/** Paths of the API never show the app, so that a wrong one is seen to be wrong. */
const API_PATH = /^\/(api|health|docs|openapi\.json|v1|ws|metrics)(\/|$)/;

/** Serves the built web app; the app finds its own way from any path that is not the API's. */
export function addWebApp(app: OpenAPIHono<GatewayEnv>, folder: string | undefined, logger: Logger): void {
  if (folder === undefined) return;
  const index = path.join(folder, 'index.html');
  if (!existsSync(index)) {
    logger.warn({ folder }, 'WEB_DIST has no index.html: no web app is served');
    return;
  }
  app.get(
    '*',
    (c, next) => (API_PATH.test(c.req.path) ? c.notFound() : next()),
    serveStatic<GatewayEnv>({
      root: folder,
      onFound: (_file, c) => c.header('Cache-Control', isAsset(c) ? FOREVER : REVALIDATE),
    }),
    (c, next) => (isAsset(c) ? c.notFound() : next()),
    serveStatic<GatewayEnv>({
      path: index,
      onFound: (_file, c) => c.header('Cache-Control', REVALIDATE),
    }),
  );
}

function isAsset(c: GatewayContext): boolean {
  return c.req.path.startsWith(HASHED_ASSETS);
}
