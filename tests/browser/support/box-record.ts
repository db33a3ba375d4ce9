import type { Page } from 'playwright-core';

/** What became of the last answer's box from frame to frame. */
export interface BoxRecord {
  frames: number;
  /** By how much it was ever smaller than a frame before. */
  dropPx: number;
  /** How far the first message ever was from where it stood. */
  movedPx: number;
}

/** A script for the page itself: text, because the tests are checked without the browser's types. */
const WATCH = `
const box = [...document.querySelectorAll('[data-testid=answer]')].at(-1);
const mark = [...document.querySelectorAll('[data-testid=text] h2, [data-testid=prompt]')].at(0);
const record = { frames: 0, dropPx: 0, movedPx: 0 };
let height = 0;
const top = mark.getBoundingClientRect().top;
const look = () => {
  const now = box.getBoundingClientRect().height;
  record.frames += 1;
  record.dropPx = Math.max(record.dropPx, height - now);
  record.movedPx = Math.max(record.movedPx, Math.abs(mark.getBoundingClientRect().top - top));
  height = now;
  requestAnimationFrame(look);
};
look();
window.__box = record;
`;

export async function recordBox(page: Page): Promise<void> {
  await page.evaluate(WATCH);
}

export async function readBoxRecord(page: Page): Promise<BoxRecord> {
  return page.evaluate<BoxRecord>('window.__box');
}
