/**
 * Text without lines at its end that look like the head of a table whose second row, which makes it a table, is
 * not there yet. Shown as text first, they would jump when they become one.
 */
export function holdTableHead(text: string): string {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const headAt = lines.findLastIndex((line) => !isRow(line)) + 1;
  const [head, second = '', ...body] = lines.slice(headAt);
  const mayBecomeTable = head !== undefined && body.length === 0 && /^[|:\-\s]*$/.test(second);
  return mayBecomeTable ? lines.slice(0, headAt).join('\n') : text;
}

function isRow(line: string): boolean {
  return line.trimStart().startsWith('|');
}
