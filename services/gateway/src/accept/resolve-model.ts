import { findModel, modelsOf, MODELS, type ProviderName } from '@continuo/shared/protocol/models';
import { findPrice, type PriceList } from '@continuo/shared/protocol/prices';
import type { ModelsReply } from '@continuo/shared/protocol/http-api';
import type { Offer } from '../config.ts';
import { Refusal } from '../http/refusal.ts';

/**
 * What a request asks for, made definite. Throws `unknown_model`, naming what is on offer.
 *
 * @param place JSON pointer of the object that asks
 */
export function resolveModel(
  asked: { provider?: ProviderName | undefined; model?: string | undefined },
  offer: Offer,
  place = '',
): { provider: ProviderName; model: string } {
  const provider = asked.provider ?? providerFor(asked.model, offer);
  if (!offer.providers.includes(provider)) {
    const detail = `provider ${provider} is not on offer; on offer: ${offer.providers.join(', ')}`;
    throw new Refusal('unknown_model', detail, [{ pointer: `${place}/provider`, detail }]);
  }
  const model = asked.model ?? defaultModelOf(provider, offer);
  if (!isOffered(provider, model, offer)) {
    const names = listModels(provider, offer).map((known) => known.model);
    const detail = `model ${model} is not on offer from ${provider}; on offer: ${names.join(', ')}`;
    throw new Refusal('unknown_model', detail, [{ pointer: `${place}/model`, detail }]);
  }
  return { provider, model };
}

/** Who else may be asked; each must be on offer as if it were asked first. */
export function resolveFallbacks(
  asked: readonly { provider: ProviderName; model: string }[],
  offer: Offer,
): { provider: ProviderName; model: string }[] {
  return asked.map((fallback, i) => resolveModel(fallback, offer, `/fallbacks/${i}`));
}

/** A model that only one provider lists says which provider is meant. */
function providerFor(model: string | undefined, offer: Offer): ProviderName {
  if (model === undefined || findModel(offer.defaultProvider, model)) return offer.defaultProvider;
  return offer.providers.find((provider) => findModel(provider, model)) ?? offer.defaultProvider;
}

function defaultModelOf(provider: ProviderName, offer: Offer): string {
  if (provider === offer.defaultProvider) return offer.defaultModel;
  return listModels(provider, offer)[0]?.model ?? '';
}

/** The simulator answers only as its own models; real providers may have models that are not listed here. */
function isOffered(provider: ProviderName, model: string, offer: Offer): boolean {
  const known = findModel(provider, model);
  if (provider === 'simulator' && !known) return false;
  return model !== '' && (offer.allowedModels?.has(known?.name ?? model) ?? true);
}

function listModels(provider: ProviderName, offer: Offer): { model: string; label: string }[] {
  const known = modelsOf(provider)
    .filter((model) => offer.allowedModels?.has(model.name) ?? true)
    .map((model) => ({ model: model.name, label: model.label }));
  if (provider !== offer.defaultProvider) return known;
  const unlisted = [...(offer.allowedModels ?? []), offer.defaultModel].filter(
    (name) => name !== '' && !MODELS.some((model) => model.name === name.split('@')[0]),
  );
  return [...known, ...[...new Set(unlisted)].map((name) => ({ model: name, label: name }))];
}

export function describeOffer(offer: Offer, prices: PriceList, cacheTtlMs: number): ModelsReply {
  return {
    default: { provider: offer.defaultProvider, model: offer.defaultModel },
    cache_ttl_ms: cacheTtlMs,
    providers: offer.providers.map((provider) => ({
      provider,
      simulated: provider === 'simulator',
      prices_taken: prices.providers[provider]?.taken ?? null,
      prices_note: prices.providers[provider]?.note ?? null,
      models: listModels(provider, offer).map((known) => ({
        ...known,
        takes_temperature: findModel(provider, known.model)?.takesTemperature ?? true,
        price: findPrice(prices, provider, known.model) ?? null,
      })),
    })),
  };
}
