import type { Span } from './find-idle.ts';

/** Where moments are on the axis of time: 0 is its beginning, 1 its end. */
export interface TimeScale {
  whole: Span;
  /** Drawn narrow, all of the same width. */
  hidden: readonly Span[];
  placeOf: (at: number) => number;
  momentAt: (place: number) => number;
}

/** Share of the axis that a hidden time gets; many of them get less each. */
const HIDDEN_SHARE = 0.035;
const HIDDEN_SHARE_OF_ALL_MAX = 0.4;

interface Piece extends Span {
  start: number;
  width: number;
}

/** An axis that is true to scale, but for the times that are hidden. Pure. @param hidden in order, inside the whole */
export function makeTimeScale(whole: Span, hidden: readonly Span[]): TimeScale {
  const pieces = layOut(whole, hidden);
  return {
    whole,
    hidden,
    placeOf: (at) => {
      if (at <= whole.from) return 0;
      const piece = pieces.find(({ to }) => at <= to);
      if (!piece) return 1;
      return piece.start + piece.width * shareOf(at - piece.from, piece.to - piece.from);
    },
    momentAt: (place) => {
      if (place <= 0) return whole.from;
      const piece = pieces.find(({ start, width }) => place <= start + width) ?? pieces.at(-1);
      if (!piece || place >= 1) return whole.to;
      return piece.from + (piece.to - piece.from) * shareOf(place - piece.start, piece.width);
    },
  };
}

function layOut(whole: Span, hidden: readonly Span[]): Piece[] {
  const spans = cutOut(whole, hidden);
  const hiddenShare = hidden.length && Math.min(HIDDEN_SHARE, HIDDEN_SHARE_OF_ALL_MAX / hidden.length);
  const shownMs = lengthOf(spans.filter((span) => !hidden.includes(span)));
  // Where nothing but hidden time is left, that has all the room.
  const shownShare = shownMs === 0 ? 0 : 1 - hiddenShare * hidden.length;
  let start = 0;
  return spans.map((span) => {
    const isHidden = hidden.includes(span);
    const width = isHidden
      ? (1 - shownShare) / hidden.length
      : shownShare * shareOf(span.to - span.from, shownMs);
    const piece = { ...span, start, width };
    start += width;
    return piece;
  });
}

/** The whole as spans one behind the other, the hidden ones among them. */
function cutOut(whole: Span, hidden: readonly Span[]): Span[] {
  const spans: Span[] = [];
  let from = whole.from;
  for (const span of hidden) {
    if (span.from > from) spans.push({ from, to: span.from });
    spans.push(span);
    from = span.to;
  }
  if (whole.to > from || spans.length === 0) spans.push({ from, to: whole.to });
  return spans;
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}

function shareOf(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
