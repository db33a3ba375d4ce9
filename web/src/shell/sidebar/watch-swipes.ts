/** What a finger can do to the drawer. */
export interface Swipes {
  /** From the edge inwards. */
  onOpen: () => void;
  /** Back towards the edge, from anywhere. */
  onClose: () => void;
}

/** Where the swipe that opens begins. Browsers keep the first few pixels for themselves. */
const EDGE_PX = 36;
/** A shorter move is a tap that slipped. */
const SWIPE_PX = 48;
/** Steeper than this it is a scroll. */
const SLOPE_MAX = 0.6;

/** @returns ends it */
export function watchSwipes(target: HTMLElement, { onOpen, onClose }: Swipes): () => void {
  const listening = new AbortController();
  const options = { signal: listening.signal, passive: true };
  let start: Touch | undefined;
  const begin = ({ touches }: TouchEvent): void => {
    start = touches.length === 1 ? touches[0] : undefined;
  };
  // As soon as it is far enough: a browser that takes the rest for a scroll of its own does not tell of its end.
  const follow = ({ touches }: TouchEvent): void => {
    const [finger] = touches;
    if (!start || !finger) return;
    const x = finger.clientX - start.clientX;
    const isLevel = Math.abs(finger.clientY - start.clientY) < Math.abs(x) * SLOPE_MAX;
    if (!isLevel || Math.abs(x) < SWIPE_PX) return;
    if (x < 0) onClose();
    else if (start.clientX <= EDGE_PX) onOpen();
    start = undefined;
  };
  target.addEventListener('touchstart', begin, options);
  target.addEventListener('touchmove', follow, options);
  return () => listening.abort();
}
