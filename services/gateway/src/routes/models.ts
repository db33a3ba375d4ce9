import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { modelsReplySchema } from '@continuo/shared/protocol/http-api';
import type { Offer } from '../config.ts';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { describeOffer } from '../accept/resolve-model.ts';
import { jsonReply } from './openapi-parts.ts';

const modelsRoute = createRoute({
  method: 'get',
  path: '/api/models',
  summary: 'Providers and models on offer',
  responses: { 200: jsonReply('The offer.', modelsReplySchema) },
});

export function addModelsRoute(app: OpenAPIHono<GatewayEnv>, offer: Offer): void {
  const reply = describeOffer(offer);
  app.openapi(modelsRoute, (c) => c.json(reply, 200));
}
