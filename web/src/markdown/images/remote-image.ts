import { markEnriched } from '../elements/enriched.ts';
import { makeActButton, makeElement } from '../elements/make-element.ts';
import { readWebUrl } from '../elements/make-link.ts';
import { words } from '../words.ts';

/** What an image is, in words. */
export function describeImage(href: string, alt: string): string {
  return words().imageFrom(readWebUrl(href)?.host ?? words().unknownHost, alt);
}

/**
 * An image on another host tells that host who reads what, and when, and nothing says what it shows: so it is
 * fetched when the reader asks for it. The page's own policy allows no image from elsewhere at all; the gateway has
 * a page for one image, shown in a sandboxed frame of fixed shape.
 */
export function offerImage(href: string, alt: string): Node | string {
  const url = readWebUrl(href);
  if (!url) return describeImage(href, alt);
  const button = makeActButton('image', 'image-offer', describeImage(href, alt));
  button.append(makeElement('span', 'image-load', words().loadImage));
  button.dataset['src'] = url.href;
  button.dataset['alt'] = alt;
  return makeElement('span', 'image-frame', button);
}

/** Puts the image in the place of the button that offers it. */
export function loadImage(button: HTMLElement): void {
  const frame = button.parentElement;
  if (!frame) return;
  const { src = '', alt = '' } = button.dataset;
  const source = frame.textContent;
  const image = document.createElement('iframe');
  image.src = `/remote-image?${new URLSearchParams({ src, alt }).toString()}`;
  image.title = describeImage(src, alt);
  image.referrerPolicy = 'no-referrer';
  image.sandbox.value = '';
  frame.replaceChildren(image);
  markEnriched(frame, source);
}
