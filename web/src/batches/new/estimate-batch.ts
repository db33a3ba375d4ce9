import type { ModelsReply } from '@continuo/shared/protocol/http-api';
import { CHARS_PER_TOKEN } from '@continuo/shared/protocol/estimate-tokens';
import type { StatsReply } from '@continuo/shared/protocol/stats-api';
import type { LineGroup } from './check-lines.ts';

/** What a batch will ask for and cost, roughly. Answers from the cache make it less. */
export interface Estimate {
  inputTokens: number;
  /** Undefined: nothing bounds the answers, and the models have not answered here lately. */
  outputTokens: number | undefined;
  /** The output is a bound, not an average, for some lines at least. */
  isAtMost: boolean;
  /** US dollars, for lines whose price is known; undefined: of none. Without output where that is not known. */
  costUsd: number | undefined;
  /** Lines whose price is not known. */
  unpricedLines: number;
}

interface Wishes {
  provider: string;
  model: string;
  maxTokens: number | undefined;
}

type ModelFigures = Pick<
  StatsReply['models'][number],
  'provider' | 'model' | 'completed' | 'hits' | 'output_tokens'
>;

const TOKENS_PER_PRICE = 1_000_000;

/** @param figures of models that answered lately, for how long their answers are */
export function estimateBatch(
  groups: readonly LineGroup[],
  wishes: Wishes,
  offer: ModelsReply,
  figures: readonly ModelFigures[],
): Estimate {
  const parts = groups.map((group) => estimateGroup(group, wishes, offer, figures));
  const priced = parts.filter(({ costUsd }) => costUsd !== undefined);
  const isOutputKnown = parts.every(({ outputTokens }) => outputTokens !== undefined);
  return {
    inputTokens: add(parts.map(({ inputTokens }) => inputTokens)),
    outputTokens: isOutputKnown ? add(parts.map(({ outputTokens }) => outputTokens ?? 0)) : undefined,
    isAtMost: parts.some(({ isAtMost }) => isAtMost),
    costUsd: priced.length === 0 ? undefined : add(priced.map(({ costUsd }) => costUsd ?? 0)),
    unpricedLines: add(parts.map(({ unpricedLines }) => unpricedLines)),
  };
}

function add(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

function estimateGroup(
  group: LineGroup,
  wishes: Wishes,
  offer: ModelsReply,
  figures: readonly ModelFigures[],
): Estimate {
  const { lines, characters, model = wishes.model, maxTokens = wishes.maxTokens } = group;
  // A line that names a model alone gets it from the batch's provider.
  const { provider = wishes.provider } = group;
  const known = figures.find((each) => each.provider === provider && each.model === model);
  const bought = known ? known.completed - known.hits : 0;
  const average = known && bought > 0 ? known.output_tokens / bought : undefined;
  const each = average === undefined ? maxTokens : Math.min(average, maxTokens ?? Infinity);
  const inputTokens = Math.ceil(characters / CHARS_PER_TOKEN);
  const outputTokens = each === undefined ? undefined : Math.round(each * lines);
  const price = offer.providers
    .find((offered) => offered.provider === provider)
    ?.models.find((offered) => offered.model === model)?.price;
  return {
    inputTokens,
    outputTokens,
    isAtMost: average === undefined && maxTokens !== undefined,
    costUsd: price
      ? (inputTokens * price.input + (outputTokens ?? 0) * price.output) / TOKENS_PER_PRICE
      : undefined,
    unpricedLines: price ? 0 : lines,
  };
}
