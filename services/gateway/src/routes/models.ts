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
  responses: {
    200: jsonReply('The offer.', modelsReplySchema, {
      default: { provider: 'anthropic', model: 'claude-haiku-5-5' },
      cache_ttl_ms: 3_600_000,
      providers: [
        {
          provider: 'anthropic',
          simulated: false,
          prices_taken: '2026-11-21',
          prices_note: null,
          models: [
            {
              model: 'claude-haiku-5-5',
              label: 'Claude Haiku 5.5',
              takes_temperature: false,
              price: { input: 0.1, cached_input: 0.01, output: 0.5, input_tokens_max: 100_000 },
            },
          ],
        },
      ],
    }),
  },
});

export interface ModelsDeps {
  offer: Offer;
  prices: PriceList;
  cacheTtlMs: number;
}

export function addModelsRoute(
  app: OpenAPIHono<GatewayEnv>,
  { offer, prices, cacheTtlMs }: ModelsDeps,
): void {
  const reply = describeOffer(offer, prices, cacheTtlMs);
  app.openapi(modelsRoute, (c) => c.json(reply, 200));
}
