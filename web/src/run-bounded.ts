/** Runs a step for every item in turn, at most `atOnceMax` of them at the same time. */
export async function runBounded<Item>(
  items: readonly Item[],
  atOnceMax: number,
  step: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const work = async (): Promise<void> => {
    for (const item of queue) await step(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnceMax, items.length) }, work));
}
