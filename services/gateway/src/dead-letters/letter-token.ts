/** The place in a list of dead letters behind which the next page begins: that of the last letter shown. */
export interface LetterPlace {
  letterId: string;
  partition: number;
}

const TOKEN_PATTERN = /^(\d{1,15}-\d{1,15})\.(\d{1,4})$/;

export function formatLetterToken({ letterId, partition }: LetterPlace): string {
  return Buffer.from(`${letterId}.${partition}`).toString('base64url');
}

/** Undefined when the text is not a token that `formatLetterToken` made. */
export function parseLetterToken(text: string): LetterPlace | undefined {
  const [, letterId, partition] = TOKEN_PATTERN.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  return letterId === undefined ? undefined : { letterId, partition: Number(partition) };
}

/** Newest first; letters of one millisecond, of several partitions, by their numbers. */
export function compareLetterPlaces(a: LetterPlace, b: LetterPlace): number {
  const [aMs = 0, aSeq = 0] = a.letterId.split('-').map(Number);
  const [bMs = 0, bSeq = 0] = b.letterId.split('-').map(Number);
  return bMs - aMs || bSeq - aSeq || b.partition - a.partition;
}

/** Where a partition goes on behind a place, as `readDeadLetters` takes it. */
export function startBehind(place: LetterPlace, partition: number): string {
  return partition < place.partition ? place.letterId : `(${place.letterId}`;
}
