import { html } from 'hono/html';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { Refusal } from '../http/refusal.ts';

/**
 * What this one page may do: show an image from anywhere, inside the web app. It is sandboxed, so that it has no
 * origin and runs no script, whatever its address says.
 */
const POLICY =
  "default-src 'none'; img-src http: https:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";

/**
 * `GET /remote-image?src=<url>&alt=<text>`: a page of one image, for a frame in the web app, whose own policy allows
 * no image from elsewhere. The gateway fetches nothing: the reader's browser does, after the reader asked for it.
 */
export function addRemoteImage(app: OpenAPIHono<GatewayEnv>): void {
  app.get('/remote-image', (c) => {
    const { src = '', alt = '' } = c.req.query();
    if (!isWebUrl(src)) throw new Refusal('not_found');
    c.header('Content-Security-Policy', POLICY);
    c.header('Cache-Control', 'no-store');
    return c.html(
      html`<!doctype html>
        <meta charset="utf-8" />
        <meta name="color-scheme" content="light dark" />
        <style>
          body {
            margin: 0;
          }
          img {
            display: block;
            width: 100vw;
            height: 100vh;
            object-fit: contain;
          }
        </style>
        <img src="${src}" alt="${alt}" referrerpolicy="no-referrer" />`,
    );
  });
}

function isWebUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}
