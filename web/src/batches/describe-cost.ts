import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import { formatDollars } from '../words/format.ts';
import { words } from './words.ts';

/** What a batch cost so far. Unknown is not free, and is said. */
export function describeCost({ cost_usd: usd, unpriced }: BatchReply): string {
  if (unpriced === 0) return formatDollars(usd);
  if (usd === 0) return words().costUnknown;
  return `${formatDollars(usd)} ${words().costPartly(unpriced)}`;
}
