/**
 * Ends what the last line of a growing text has begun: bold, emphasis, code and links. Without it their marks would
 * stand on the page until their other halves come, and then vanish.
 */
export function closeOpenMarks(text: string): string {
  if (isInCode(text)) return text;
  const lineAt = text.lastIndexOf('\n') + 1;
  const line = text.slice(lineAt);
  const closed = closeCode(line) ?? closeEmphasis(cutHalfLink(line));
  return closed === line ? text : text.slice(0, lineAt) + closed;
}

function isInCode(text: string): boolean {
  const fences = text.match(/^\s*(?:```|~~~)/gm)?.length ?? 0;
  return fences % 2 === 1;
}

/** Undefined when no code span is open. */
function closeCode(line: string): string | undefined {
  const marks = line.match(/(?<!\\|`)`(?!`)/g)?.length ?? 0;
  if (marks % 2 === 0) return undefined;
  // A mark with nothing behind it yet is not shown at all.
  return line.endsWith('`') ? line.slice(0, -1) : `${line}\``;
}

/** `see [the docs](https://exa` is shown as `see the docs`. */
function cutHalfLink(line: string): string {
  return line.replace(/!?\[([^[\]]*)(?:\](?:\([^()\s]*)?)?$/, (whole, label: string) =>
    whole.startsWith('!') ? '' : label,
  );
}

function closeEmphasis(line: string): string {
  // What stands in code spans is no mark; a star with a space behind it is a list's.
  const bare = line.replace(/`[^`]*`/g, '').replace(/^\s*(?:[*+-]|\d+[.)])(?:\s|$)/, '');
  const mark = /(?:^|[^\\*])(\*{1,3})$/.exec(bare)?.[1];
  const stars = bare.match(/(?<![\\*])\*{1,3}(?![\s*])|(?<![\s\\*])\*{1,3}/g) ?? [];
  const open: string[] = [];
  for (const star of stars) {
    if (open.at(-1) === star) open.pop();
    else open.push(star);
  }
  if (mark !== undefined && open.at(-1) === mark) return line.slice(0, -mark.length);
  return line + open.toReversed().join('');
}
