/**
 * Keeps the end of a growing text in view, until the reader goes elsewhere; then the text under the eyes stays
 * where it is. Whether a scroll was the reader's is decided by position: one that arrives where the keeper wrote
 * is its own.
 */
export interface ScrollKeeper {
  /** Goes to the end and stays there. */
  pin: () => void;
  stop: () => void;
}

const UNPIN_PX = 3;
const REPIN_PX = 60;

export function makeScrollKeeper(
  scroller: HTMLElement,
  content: HTMLElement,
  onPinned: (isPinned: boolean) => void,
): ScrollKeeper {
  let isPinned = true;
  let lastTop = scroller.scrollTop;
  const endTop = (): number => scroller.scrollHeight - scroller.clientHeight;

  const setPinned = (next: boolean): void => {
    isPinned = next;
    // The browser's own anchoring would fight the keeper, and is what holds the text when it is not pinned.
    scroller.style.overflowAnchor = next ? 'none' : 'auto';
    onPinned(next);
  };
  const goToEnd = (): void => {
    scroller.scrollTop = endTop();
    lastTop = scroller.scrollTop;
  };
  const onScroll = (): void => {
    const top = scroller.scrollTop;
    const movedUp = top < lastTop - UNPIN_PX;
    const movedDown = top > lastTop;
    const fromEnd = endTop() - top;
    lastTop = top;
    // Content that shrank clamps the position to the end: nobody scrolled.
    if (isPinned && movedUp && fromEnd > UNPIN_PX) setPinned(false);
    else if (!isPinned && movedDown && fromEnd <= REPIN_PX) setPinned(true);
  };
  const onSelection = (): void => {
    const selection = document.getSelection();
    if (isPinned && selection && !selection.isCollapsed && content.contains(selection.anchorNode))
      setPinned(false);
  };

  const onResize = (): void => {
    if (!isPinned && endTop() - scroller.scrollTop <= 1) setPinned(true);
    if (isPinned) goToEnd();
  };
  const resize = new ResizeObserver(onResize);
  resize.observe(content);
  resize.observe(scroller);
  scroller.addEventListener('scroll', onScroll, { passive: true });
  document.addEventListener('selectionchange', onSelection);
  setPinned(true);

  return {
    pin: () => {
      setPinned(true);
      goToEnd();
    },
    stop: () => {
      resize.disconnect();
      scroller.removeEventListener('scroll', onScroll);
      document.removeEventListener('selectionchange', onSelection);
    },
  };
}
