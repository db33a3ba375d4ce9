import { decodeEntities } from './decode-entities.ts';
import { makeElement } from './make-element.ts';

const SCHEMES = ['http:', 'https:', 'mailto:'];

/** A link that says where it leads and tells nobody who followed it; just its text when it leads nowhere we go. */
export function makeLink(href: string, title: string | null | undefined, content: Node): Node {
  const url = readUrl(decodeEntities(href));
  if (!url) return content;
  const link = makeElement('a', '', content);
  link.setAttribute('href', url.href);
  link.target = '_blank';
  link.rel = 'noopener noreferrer nofollow';
  link.title = title ? decodeEntities(title) : url.href;
  const named = readHost(link.textContent);
  // A text that looks like one address and leads to another says so.
  if (url.host !== '' && named !== undefined && named !== url.host) link.append(` (${url.host})`);
  return link;
}

/** An address that may be asked for an image. */
export function readWebUrl(text: string): URL | undefined {
  const url = readUrl(decodeEntities(text));
  return url?.protocol === 'mailto:' ? undefined : url;
}

function readUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return SCHEMES.includes(url.protocol) ? url : undefined;
}

/** The host that a text names, when it is an address. */
function readHost(text: string): string | undefined {
  const named = /^\s*(?:https?:\/\/)?((?:[\w-]+\.)+[a-z]{2,}(?::\d+)?)(?:[/?#]\S*)?\s*$/i.exec(text)?.[1];
  return named === undefined ? undefined : readUrl(`https://${named}`)?.host;
}
