/**
 * Keeps the end of a growing text in view, until the reader goes elsewhere; then the text under the eyes stays
 * where it is. Whether a scroll was the reader's is decided by position: one that arrives where the keeper wrote
 * is its own. So whatever moves the text counts (wheel, finger, keys, scrollbar, find in page), and what scrolls
 * something inside it does not.
 */
export interface ScrollKeeper {
  /** Goes to the end and stays there. */
  pin: () => void;
  /** Goes to a place and stays there: now or, unless the reader moves before, as soon as it is there. */
  goTo: (place: ScrollPlace) => void;
  stop: () => void;
}

export interface ScrollPlace {
  /** Undefined while it is not there. */
  find: () => HTMLElement | undefined;
  /** How far below the upper edge of the view it should be, px. */
  fromTop: number;
}

export interface ScrollState {
  isPinned: boolean;
  /** How much the last block has grown since the reader went elsewhere, px. */
  grownPx: number;
}

const UNPIN_PX = 3;
const REPIN_PX = 60;

export function makeScrollKeeper(
  scroller: HTMLElement,
  content: HTMLElement,
  onChange: (state: ScrollState) => void,
): ScrollKeeper {
  let isPinned = true;
  /** Where the keeper, or after it the reader, left the text. */
  let leftAt = scroller.scrollTop;
  let wanted: ScrollPlace | undefined;
  let seenEnd = measureEnd(content);
  const endTop = (): number => scroller.scrollHeight - scroller.clientHeight;

  const report = (): void => onChange({ isPinned, grownPx: isPinned ? 0 : grownSince(content, seenEnd) });
  const setPinned = (next: boolean): void => {
    if (isPinned && !next) seenEnd = measureEnd(content);
    isPinned = next;
    // The browser's own anchoring would fight the keeper, and is what holds the text when it is not pinned.
    scroller.style.overflowAnchor = next ? 'none' : 'auto';
    report();
  };
  const move = (top: number): void => {
    scroller.scrollTop = top;
    leftAt = scroller.scrollTop;
  };
  const goToWanted = (): void => {
    const element = wanted?.find();
    if (!wanted || !element) return;
    const { top } = element.getBoundingClientRect();
    move(scroller.scrollTop + top - scroller.getBoundingClientRect().top - wanted.fromTop);
    // What is laid out meanwhile is nothing new.
    seenEnd = measureEnd(content);
  };

  const onScroll = (): void => {
    const top = scroller.scrollTop;
    const fromEnd = endTop() - top;
    if (isPinned) {
      // Content that shrank clamps the position to the end: nobody scrolled.
      if (top >= leftAt - UNPIN_PX || fromEnd <= UNPIN_PX) return;
      setPinned(false);
    } else if (top > leftAt && fromEnd <= REPIN_PX) setPinned(true);
    leftAt = top;
  };
  const onReader = (): void => {
    wanted = undefined;
  };
  const onSelection = (): void => {
    const selection = document.getSelection();
    if (isPinned && selection && !selection.isCollapsed && content.contains(selection.anchorNode))
      setPinned(false);
  };
  const onResize = (): void => {
    if (wanted) goToWanted();
    else if (isPinned) move(endTop());
    else if (endTop() <= 0) setPinned(true);
    report();
  };

  const stop = watch(scroller, content, { onScroll, onReader, onSelection, onResize });
  setPinned(true);

  return {
    pin: () => {
      wanted = undefined;
      setPinned(true);
      move(endTop());
    },
    goTo: (place) => {
      wanted = place;
      setPinned(false);
      goToWanted();
    },
    stop,
  };
}

interface Watchers {
  onScroll: () => void;
  /** The reader does something here. */
  onReader: () => void;
  onSelection: () => void;
  onResize: () => void;
}

function watch(scroller: HTMLElement, content: HTMLElement, watchers: Watchers): () => void {
  const life = new AbortController();
  const options = { passive: true, signal: life.signal };
  scroller.addEventListener('scroll', watchers.onScroll, options);
  for (const name of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
    scroller.addEventListener(name, watchers.onReader, options);
  }
  document.addEventListener('selectionchange', watchers.onSelection, options);
  const resize = new ResizeObserver(watchers.onResize);
  resize.observe(content);
  resize.observe(scroller);
  return () => {
    life.abort();
    resize.disconnect();
  };
}

/** The last block of a text, and its height. */
interface End {
  block: Element | null;
  heightPx: number;
}

function measureEnd({ lastElementChild: block }: HTMLElement): End {
  return { block, heightPx: block?.getBoundingClientRect().height ?? 0 };
}

/** Of what is above, heights are estimates until it is looked at: only the end tells what is new. */
function grownSince(content: HTMLElement, before: End): number {
  const end = measureEnd(content);
  return Math.max(0, end.block === before.block ? end.heightPx - before.heightPx : end.heightPx);
}
