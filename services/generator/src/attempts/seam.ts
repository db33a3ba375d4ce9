/**
 * Joins a continuation to the text that is stored. A model that is asked to go on may repeat the end of what it
 * was shown, or begin the answer again; what is stored already must not appear twice.
 *
 *   holding    the first characters are held back until it is clear how they meet the stored text
 *   following  the model began again: its text is dropped for as long as it equals the stored one
 *   open       everything is new
 */
export interface Seam {
  push(text: string): SeamPart;
  /** The stream has ended: what was held back. */
  end(): SeamPart;
}

/** `diverged`: the model began again and says something else. */
export type SeamPart = { tag: 'new'; text: string } | { tag: 'diverged' };

/** Characters held back: longer than any overlap worth finding, short enough to go unnoticed. */
const HELD_CHARS = 160;
/** A shorter repetition is more likely chance than overlap, unless it is the whole last line. */
const OVERLAP_CHARS_MIN = 12;
/** Letters and digits in an overlap: rules of tables and closing brackets repeat by themselves. */
const OVERLAP_WORD_CHARS_MIN = 6;
/** As much of the stored beginning again means that the model began again. */
const RESTART_CHARS = 32;

/**
 * @param stored the text the model was shown, as it is stored
 * @param expectsOverlap false for a model that goes on exactly behind the text: then only a whole echo is dropped
 */
export function makeSeam(stored: string, expectsOverlap: boolean): Seam {
  let state: 'holding' | 'following' | 'open' = stored === '' ? 'open' : 'holding';
  let held = '';
  const heldMax = expectsOverlap ? HELD_CHARS : RESTART_CHARS;

  function settle(): SeamPart {
    if (beginsAgain(stored, held)) {
      state = 'following';
      return follow();
    }
    state = 'open';
    const repeated = expectsOverlap ? overlapLength(stored, held) : repeatedSpaceLength(stored, held);
    return { tag: 'new', text: held.slice(repeated) };
  }

  function follow(): SeamPart {
    if (stored.startsWith(held)) return { tag: 'new', text: '' };
    state = 'open';
    return held.startsWith(stored) ? { tag: 'new', text: held.slice(stored.length) } : { tag: 'diverged' };
  }

  return {
    push: (text) => {
      if (state === 'open') return { tag: 'new', text };
      held += text;
      if (state === 'following') return follow();
      return held.length < heldMax ? { tag: 'new', text: '' } : settle();
    },
    end: () => (state === 'holding' ? settle() : { tag: 'new', text: '' }),
  };
}

function beginsAgain(stored: string, fresh: string): boolean {
  return stored.length >= RESTART_CHARS && fresh.startsWith(stored.slice(0, RESTART_CHARS));
}

/** Length of the longest beginning of `fresh` that repeats the end of `stored`; 0 when it is too little to count. */
export function overlapLength(stored: string, fresh: string): number {
  const lastLineLength = stored.length - (stored.lastIndexOf('\n') + 1);
  for (let length = Math.min(stored.length, fresh.length, HELD_CHARS); length > 0; length -= 1) {
    const repeated = fresh.slice(0, length);
    if (!stored.endsWith(repeated)) continue;
    const isLong = length >= OVERLAP_CHARS_MIN || length === lastLineLength;
    return isLong && countWordChars(repeated) >= OVERLAP_WORD_CHARS_MIN ? length : 0;
  }
  return 0;
}

/** White space at the end of a text cannot be shown to every model, which may then write it again. */
function repeatedSpaceLength(stored: string, fresh: string): number {
  const space = stored.slice(stored.trimEnd().length);
  let length = 0;
  while (length < space.length && fresh[length] === space[length]) length += 1;
  return length;
}

function countWordChars(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}
