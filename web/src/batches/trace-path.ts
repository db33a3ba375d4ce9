/** Room above the line, so that its width is not cut off at the top. */
const MARGIN = 1;

/** A line over counts in a box, and the area below it, as paths of SVG. Pure. */
export function tracePath(
  counts: readonly number[],
  width: number,
  height: number,
): { line: string; area: string } {
  // One count alone is a level.
  const drawn = counts.length === 1 ? [...counts, ...counts] : counts;
  const top = Math.max(1, ...drawn);
  const step = width / Math.max(1, drawn.length - 1);
  const points = drawn.map((count, i) => {
    const y = height - (count / top) * (height - MARGIN);
    return `${round(i * step)} ${round(y)}`;
  });
  if (points.length === 0) return { line: '', area: '' };
  const line = `M${points.join('L')}`;
  return { line, area: `${line}L${width} ${height}L0 ${height}Z` };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
