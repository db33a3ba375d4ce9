import { answerFor } from '@continuo/simulator/answer';

/** Texts to be written on the page, as the tokens in which they come. */
export type Tokens = readonly string[];

/** Headings, prose, lists, tables, code and formulas in turn. */
export function mixedTokens(count: number): Tokens {
  return answerFor({ model: 'bench', prompt: 'Explain everything at length.', tokens: count }).tokens;
}

/** Words in paragraphs, without any marks. */
export function proseTokens(count: number): Tokens {
  return repeat(count, (n) => (n % 60 === 59 ? 'end.\n\n' : `word${n % 10} `));
}

/** One table that does not end. */
export function tableTokens(count: number): Tokens {
  const row = ['| ', 'cell ', 'one ', '| ', 'two ', 'words ', '| ', '`code` ', '| ', '12.5 ', '|\n'];
  return [
    '| a | b | c | d |\n| --- | --- | --- | ---: |\n',
    ...repeat(count, (n) => row[n % row.length] ?? ''),
  ];
}

/** One list that does not end. */
export function listTokens(count: number): Tokens {
  const item = ['- ', '**Item**', ' with ', 'some ', 'words, ', '`code` ', 'and ', 'an ', 'end.\n'];
  return repeat(count, (n) => item[n % item.length] ?? '');
}

/** One code block that does not end. */
export function fenceTokens(count: number): Tokens {
  const line = ['  const ', 'value', ' = ', 'make', '(', "'text'", ', ', '12', ');', '\n'];
  return ['```ts\n', ...repeat(count, (n) => line[n % line.length] ?? '')];
}

function repeat(count: number, make: (n: number) => string): string[] {
  return Array.from({ length: count }, (_, n) => make(n));
}
