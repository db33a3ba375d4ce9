/** What a person wrote into a number field: nothing, a number that is taken, or something else. */
export type WrittenNumber = { kind: 'nothing' } | { kind: 'number'; value: number } | { kind: 'refused' };

/** A comma is as good as a point; spaces between the digits of a large number are left out. */
export function readNumber(text: string, isTaken: (value: number) => boolean): WrittenNumber {
  const plain = text.replaceAll(/\s/g, '').replace(',', '.');
  if (plain === '') return { kind: 'nothing' };
  const value = /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
  return isTaken(value) ? { kind: 'number', value } : { kind: 'refused' };
}
