import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { PROBLEMS } from '@continuo/shared/protocol/problem';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { nameOperations } from './name-operations.ts';

const OPENAPI_PATH = '/openapi.json';
const TITLE = 'Continuo';

/** Served from the package: the page needs nothing from elsewhere and runs under the strict policy. */
const SWAGGER_FILES = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
} as const;

const START_SCRIPT = `SwaggerUIBundle({ url: '${OPENAPI_PATH}', dom_id: '#api', deepLinking: false });\n`;

/** The OpenAPI document of every route added so far, and a page that shows it and the problem types. */
export function addDocsRoutes(app: OpenAPIHono<GatewayEnv>): void {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: TITLE,
      version: '0.1.0',
      description: 'A durable, resumable LLM chat pipeline. Errors are RFC 9457 problem details.',
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [{ url: '/', description: 'The gateway that serves this document.' }],
  });
  const text = JSON.stringify({ ...document, paths: nameOperations(document.paths ?? {}) });
  app.get(OPENAPI_PATH, (c) => c.body(text, 200, { 'Content-Type': 'application/json' }));
  app.get('/docs', (c) => c.html(renderPage()));
  app.get('/docs/start.js', (c) => c.body(START_SCRIPT, 200, { 'Content-Type': 'text/javascript' }));

  const resolve = createRequire(import.meta.url).resolve;
  for (const [file, type] of Object.entries(SWAGGER_FILES)) {
    const asset = readFileSync(resolve(`swagger-ui-dist/${file}`), 'utf8');
    app.get(`/docs/${file}`, (c) =>
      c.body(asset, 200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=86400' }),
    );
  }
}

function renderPage(): string {
  const problems = Object.entries(PROBLEMS).map(
    ([code, { status, title }]) =>
      `<dt id="problem-${code}"><code>${code}</code> ${status}</dt><dd>${title}</dd>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${TITLE}: API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<section class="swagger-ui"><div class="wrapper">
<h2>Problem types</h2>
<dl>
${problems.join('\n')}
</dl>
</div></section>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;
}
