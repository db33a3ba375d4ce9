import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { modelsReplySchema } from '@continuo/shared/protocol/http-api';
import type { PriceList } from '@continuo/shared/protocol/prices';
import type { Offer } from '../config.ts';
import type { GatewayEnv } from '../http/gateway-env.ts';
import { describeOffer } from '../accept/resolve-model.ts';
import { jsonReply } from './openapi-parts.ts';

const modelsRoute = createRoute({
  method: 'get',
  path: '/api/models',
  summary: 'Providers and models on offer, and what they cost',
  responses: { 200: jsonReply('The offer.', modelsReplySchema) },
});

export interface ModelsDeps {
  offer: Offer;
  prices: PriceList;
}

export function addModelsRoute(app: OpenAPIHono<GatewayEnv>, { offer, prices }: ModelsDeps): void {
  const reply = describeOffer(offer, prices);
  app.openapi(modelsRoute, (c) => c.json(reply, 200));
}
