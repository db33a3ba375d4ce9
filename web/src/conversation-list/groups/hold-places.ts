import { compareListed, type ListedConversation } from '../listed/listed-conversation.ts';

/**
 * The conversations as they are now, at the places that they have: what has a new turn moves up later, what would come
 * above all waits. What was pinned or is gone, which somebody did, takes effect at once.
 *
 * @param held as they are shown
 * @param now in the order of the list
 */
export function holdPlaces(
  held: readonly ListedConversation[],
  now: readonly ListedConversation[],
): readonly ListedConversation[] {
  if (held.length === 0) return now;
  const places = new Map(held.map(({ id, updatedAt }) => [id, updatedAt]));
  const newestAt = Math.max(...places.values());
  return now
    .filter(({ id, updatedAt }) => places.has(id) || updatedAt < newestAt)
    .map((conversation) => ({
      ...conversation,
      updatedAt: places.get(conversation.id) ?? conversation.updatedAt,
    }))
    .toSorted(compareListed);
}
