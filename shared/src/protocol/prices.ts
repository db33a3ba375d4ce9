import { z } from 'zod';
import { isProviderName, PROVIDER_NAMES } from './models.ts';

/** What answers cost: the form of `prices.json`, and the sums made with it. */

const dollars = z.number().min(0);

/** US dollars per million tokens. */
export const priceSchema = z.strictObject({
  input: dollars,
  cached_input: dollars,
  output: dollars,
  input_tokens_max: z.number().int().min(1).optional().meta({
    description: 'It holds for prompts up to so many tokens; what a longer one costs is unknown.',
  }),
});
export type Price = z.infer<typeof priceSchema>;

export const priceListSchema = z.strictObject({
  note: z.string().optional(),
  providers: z.partialRecord(
    z.enum(PROVIDER_NAMES),
    z.strictObject({
      /** The day on which they were looked up. */
      taken: z.iso.date(),
      note: z.string().optional(),
      /** By name; a name that ends in `*` is a family: every model that begins like it. */
      models: z.record(z.string().regex(/^[^*]+\*?$/, 'a * can only end a name'), priceSchema),
    }),
  ),
});
export type PriceList = z.infer<typeof priceListSchema>;

/** Where nothing has a known price. */
export const NO_PRICES: PriceList = { providers: {} };

/** The price of a model: by its exact name, else by the family that says most of it. */
export function findPrice({ providers }: PriceList, provider: string, model: string): Price | undefined {
  const listed = isProviderName(provider) ? Object.entries(providers[provider]?.models ?? {}) : [];
  const exact = listed.find(([name]) => name === model);
  const families = listed.filter(([name]) => name.endsWith('*') && model.startsWith(name.slice(0, -1)));
  const [closest] = families.toSorted(([a], [b]) => b.length - a.length);
  return (exact ?? closest)?.[1];
}

/** What a call consumed, as far as it is paid for. */
interface PaidTokens {
  input_tokens: number;
  cached_input_tokens: number;
  output_tokens: number;
}

const TOKENS_PER_PRICE = 1_000_000;

/** US dollars of one call, or null where the price is not known: unknown is not free. */
export function priceCall(price: Price | undefined, tokens: PaidTokens): number | null {
  if (!price || tokens.input_tokens > (price.input_tokens_max ?? Infinity)) return null;
  const freshTokens = tokens.input_tokens - tokens.cached_input_tokens;
  const sum =
    freshTokens * price.input +
    tokens.cached_input_tokens * price.cached_input +
    tokens.output_tokens * price.output;
  return sum / TOKENS_PER_PRICE;
}
