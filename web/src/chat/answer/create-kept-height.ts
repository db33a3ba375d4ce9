import { createEffect, type Accessor } from 'solid-js';

export interface KeptHeight {
  setBox: (box: HTMLElement) => void;
  /** What passes leaves its room to the text that grows, so that nothing below moves up and down. */
  keep: () => void;
}

/** The height of a box that only grows while something is written in it. */
export function createKeptHeight(isLive: Accessor<boolean>): KeptHeight {
  let box: HTMLElement | undefined;
  createEffect(() => {
    if (!isLive() && box) box.style.minHeight = '';
  });
  return {
    setBox: (element) => (box = element),
    keep: () => {
      // To measure costs a layout: not for each answer of a conversation that is opened.
      if (box && isLive()) box.style.minHeight = `${box.offsetHeight}px`;
    },
  };
}
