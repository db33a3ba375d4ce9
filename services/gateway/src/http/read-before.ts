import { Refusal } from './refusal.ts';

/** Where a page begins, as `next_before` of the page before told it; undefined: at the beginning. */
export function readBefore<Token>(
  text: string | undefined,
  parse: (text: string) => Token | undefined,
): Token | undefined {
  if (text === undefined) return undefined;
  const token = parse(text);
  if (token !== undefined) return token;
  throw new Refusal('validation', undefined, [
    { pointer: '/before', detail: 'it is not a next_before of this API' },
  ]);
}
