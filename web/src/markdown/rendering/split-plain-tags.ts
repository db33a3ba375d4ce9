import { ALLOWED_TAGS } from './allowed-tags.ts';

/** A part of HTML that stood in Markdown. */
export type PlainPart =
  | { kind: 'text'; text: string }
  | { kind: 'open'; tag: string }
  | { kind: 'close'; tag: string };

const allowed = new Set(ALLOWED_TAGS);
const PART = /<!--[\s\S]*?-->|<(\/?)([a-z][a-z0-9]*)\s*\/?>|<|[^<]+/gi;

/**
 * Splits HTML into allowed tags without attributes, such as `<br>` or `<sub>`, and text. All other tags are text as
 * they were written: they are rather a type (`Map<string>`) or an attack than a layout.
 */
export function splitPlainTags(html: string): PlainPart[] {
  return [...html.matchAll(PART)].flatMap(([whole, slash, name]): PlainPart[] => {
    const tag = name?.toLowerCase();
    if (whole.startsWith('<!--')) return [];
    if (tag === undefined || !allowed.has(tag)) return [{ kind: 'text', text: whole }];
    return [{ kind: slash === '' ? 'open' : 'close', tag }];
  });
}
