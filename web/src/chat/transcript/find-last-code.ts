import { Lexer, type Token } from 'marked';

/** The code of the last block of code in a Markdown text, wherever in it that is. */
export function findLastCode(markdown: string): string | undefined {
  return lastCodeOf(Lexer.lex(markdown));
}

function lastCodeOf(tokens: readonly Token[]): string | undefined {
  for (const token of tokens.toReversed()) {
    const found = token.type === 'code' ? String(token['text']) : lastCodeOf(childrenOf(token));
    if (found !== undefined) return found;
  }
  return undefined;
}

function childrenOf(token: Token): Token[] {
  const { items, tokens } = token as { items?: Token[]; tokens?: Token[] };
  return items ?? tokens ?? [];
}
