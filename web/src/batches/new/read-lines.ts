/**
 * The lines of a text that comes in pieces, as the service parts them: by line feeds alone. What is behind the last
 * one is a line where there is something.
 */
export async function* readLines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let begun = '';
  for await (const piece of pieces) {
    const lines = piece.split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      yield begun + line;
      begun = '';
    }
    begun += last;
  }
  if (begun !== '') yield begun;
}
