import { normaliseLines } from './syntax/lex-blocks.ts';
import { makeBlockList } from './make-block-list.ts';

/** Shows a Markdown text that grows, in a bounded part of the browser's time. */
export interface MarkdownView {
  /**
   * @param text the whole text so far; of one that does not continue the last, what still holds stays
   * @param isComplete whether nothing will be added
   */
  show: (text: string, isComplete: boolean) => void;
  /** Puts notes of the page itself before the blocks in which their characters are. */
  placeNotes: (notes: readonly PlacedNote[]) => void;
  stop: () => void;
}

export interface PlacedNote {
  /** In characters of the text. */
  offset: number;
  element: HTMLElement;
}

/** After a rendering that cost c ms, the next waits 8c: at most about an eighth of the time is spent on it. */
const REST_FACTOR = 8;

export function makeMarkdownView(root: HTMLElement): MarkdownView {
  const blocks = makeBlockList(root);
  let text = '';
  let isStale = false;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let notes: readonly PlacedNote[] = [];

  const insertNotes = (): void => {
    for (const { offset, element } of notes) {
      const place = blocks.elementAt(offset);
      if (element.nextElementSibling !== place) place.before(element);
    }
  };

  const grow = (): void => {
    if (!isStale || rest !== undefined) return;
    isStale = false;
    const startedAt = performance.now();
    blocks.grow(text);
    insertNotes();
    const costMs = performance.now() - startedAt;
    rest = setTimeout(() => {
      rest = undefined;
      grow();
    }, costMs * REST_FACTOR);
  };

  const stop = (): void => {
    clearTimeout(rest);
    rest = undefined;
    isStale = false;
  };

  return {
    show: (next, isComplete) => {
      const normalised = normaliseLines(next);
      if (!normalised.startsWith(text)) blocks.cut(commonLength(text, normalised));
      text = normalised;
      isStale = true;
      if (!isComplete) return grow();
      stop();
      blocks.complete(text);
      insertNotes();
    },
    placeNotes: (next) => {
      for (const { element } of notes) element.remove();
      notes = next;
      insertNotes();
    },
    stop,
  };
}

/** How many characters two texts have in common at their beginning. */
function commonLength(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}
