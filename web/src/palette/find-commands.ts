/** Something with a label that can be looked for by parts of its words. */
export interface Labelled {
  label: string;
}

/**
 * Those whose label has all words of the query, whatever their case and accents; first those that begin with it, then
 * those of which a word begins with it. Without a query all, as they are.
 */
export function findCommands<Command extends Labelled>(
  commands: readonly Command[],
  query: string,
): readonly Command[] {
  const wanted = flatten(query).trim();
  if (wanted === '') return commands;
  const parts = wanted.split(/\s+/);
  const rankOf = (label: string): number | undefined => {
    if (!parts.every((part) => label.includes(part))) return undefined;
    if (label.startsWith(wanted)) return 0;
    return label.includes(` ${wanted}`) ? 1 : 2;
  };
  return commands
    .flatMap((command) => {
      const rank = rankOf(flatten(command.label));
      return rank === undefined ? [] : [{ command, rank }];
    })
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ command }) => command);
}

function flatten(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
}
