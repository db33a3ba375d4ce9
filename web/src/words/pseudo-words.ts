const ACCENTS: Readonly<Record<string, string>> = {
  a: 'á',
  c: 'ç',
  e: 'ê',
  i: 'ï',
  n: 'ñ',
  o: 'ö',
  s: 'š',
  u: 'ü',
  y: 'ý',
  A: 'Å',
  E: 'É',
  I: 'Î',
  O: 'Ø',
  S: 'Š',
  U: 'Û',
};
/** German and Finnish need about so much more room than English. */
const LONGER_BY = 0.4;

/**
 * English words in a language that nobody speaks: accented, two fifths longer and between brackets, so that what was
 * never translated and what gets no room is seen. Same shape as the words given.
 */
export function pseudoWords<Words extends object>(words: Words): Words {
  return pseudoValue(words) as Words;
}

function pseudoValue(value: unknown): unknown {
  if (typeof value === 'string') return pseudoText(value);
  if (Array.isArray(value)) return value.map(pseudoValue);
  if (typeof value === 'function') return (...given: unknown[]) => pseudoValue(value(...given));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, pseudoValue(each)]));
}

function pseudoText(text: string): string {
  if (text === '') return '';
  const accented = Array.from(text, (character) => ACCENTS[character] ?? character).join('');
  return `[${accented}${'~'.repeat(Math.ceil(text.length * LONGER_BY))}]`;
}
