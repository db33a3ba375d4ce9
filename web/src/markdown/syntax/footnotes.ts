import type { Token, TokenizerExtension } from 'marked';
import { findStart, firstParagraph } from './find-start.ts';

/**
 * Notes: `[^1]` in the text and `[^1]: Where it is from.` as a block of its own, as GitHub writes them. A note is known
 * under its name among the link targets, so that a mark without a note stays text. Notes stand where they were
 * written: there are no places to jump to, because an answer has no names in the page.
 */
export type NoteToken =
  | { type: 'footnote'; raw: string; label: string; tokens: Token[] }
  /** With the text of its note. */
  | { type: 'footnote_mark'; raw: string; label: string; text: string };

const NOTE = /^ {0,3}\[\^([^\]\s]{1,64})\]:[^\S\n]*([^\n]*(?:\n(?!\s*\n| {0,3}\[\^)[^\n]+)*)(?:\n|$)/;
const MARK = /^\[\^([^\]\s]{1,64})\]/;

const keyOf = (label: string): string => `^${label.toLowerCase()}`;

export const footnotes: readonly TokenizerExtension[] = [
  {
    name: 'footnote',
    level: 'block',
    start: (source) => findStart(firstParagraph(source), /^ {0,3}\[\^[^\]\s]{1,64}\]:/m),
    tokenizer(source) {
      const [raw, label = '', text = ''] = NOTE.exec(source) ?? [];
      if (raw === undefined) return undefined;
      this.lexer.tokens.links[keyOf(label)] ??= { href: '', title: text.trim() };
      const tokens = this.lexer.inline(text.trim());
      return { type: 'footnote', raw, label, tokens } satisfies NoteToken;
    },
  },
  {
    name: 'footnote_mark',
    level: 'inline',
    start: (source) => findStart(source, /\[\^/),
    tokenizer(source) {
      const [raw, label = ''] = MARK.exec(source) ?? [];
      const note = this.lexer.tokens.links[keyOf(label)];
      if (raw === undefined || !note) return undefined;
      return { type: 'footnote_mark', raw, label, text: note.title ?? '' } satisfies NoteToken;
    },
  },
];
