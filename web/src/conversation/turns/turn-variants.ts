/** In what a turn differs from those behind the same parent: it was edited, or only answered anew. */
export type Variation = 'prompt' | 'answer';

/**
 * The siblings among which one goes from a turn, the oldest first, the turn among them. Of each other prompt it is the
 * newest answer.
 */
export function variantsOf<Turn extends { prompt: string }>(
  siblings: readonly Turn[],
  turn: Turn,
  by: Variation,
): Turn[] {
  const byPrompt = Map.groupBy(siblings, ({ prompt }) => prompt);
  if (by === 'answer') return byPrompt.get(turn.prompt) ?? [turn];
  return [...byPrompt.values()].flatMap((same) => (same.includes(turn) ? [turn] : same.slice(-1)));
}
