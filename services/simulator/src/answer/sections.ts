import { CODE, HEADINGS, ITEMS, MATH, NOTES, SENTENCES, TABLE_ROWS } from './phrases.ts';
import { chooseFrom, chooseSome } from './random.ts';

export interface SectionContext {
  topics: [string, ...string[]];
  random: () => number;
  /** Its number in the answer, from 0. */
  section: number;
}

type WriteSection = (context: SectionContext) => string;

const KINDS: readonly WriteSection[] = [
  (context) => section(context, bulletList(context)),
  (context) => section(context, table(context)),
  (context) =>
    section(context, `${fill(chooseFrom(CODE, context.random), context)}\n\n${sentences(context, 1)}`),
  (context) => section(context, `${chooseFrom(MATH, context.random)}\n\n${sentences(context, 1)}`),
  (context) => section(context, numberedList(context)),
  (context) => section(context, fill(chooseFrom(NOTES, context.random), context)),
];

/** Every kind of section once, in an order of the answer's own. */
export function sectionKinds(random: () => number): WriteSection[] {
  return chooseSome(KINDS, KINDS.length, random);
}

export function closing(topics: [string, ...string[]], random: () => number): string {
  const context = { topics, random, section: 0 };
  return `---\n\nIn one line: ${fill(chooseFrom(SENTENCES, random), context)}`;
}

function section(context: SectionContext, body: string): string {
  const heading = fill(chooseFrom(HEADINGS, context.random), context);
  return `## ${context.section + 1}. ${heading}\n\n${sentences(context, 3)}\n\n${body}\n\n`;
}

function sentences(context: SectionContext, count: number): string {
  return chooseSome(SENTENCES, count, context.random)
    .map((sentence) => fill(sentence, context))
    .join(' ');
}

function bulletList(context: SectionContext): string {
  return chooseSome(ITEMS, 4, context.random)
    .map(([name, reason]) => `- **${name}**: ${fill(reason, context)}`)
    .join('\n');
}

function numberedList(context: SectionContext): string {
  return chooseSome(ITEMS, 3, context.random)
    .map(([name, reason], index) => `${index + 1}. *${name}*: ${fill(reason, context)}`)
    .join('\n');
}

function table(context: SectionContext): string {
  const rows = chooseSome(TABLE_ROWS, 3, context.random).map((row) => `| ${row.join(' | ')} |`);
  return ['| Choice | What it gives | What it costs |', '| --- | --- | ---: |', ...rows].join('\n');
}

/** Puts one of the prompt's topics wherever the phrase says `{t}`. */
function fill(phrase: string, { topics, random }: SectionContext): string {
  const text = phrase.replaceAll('{t}', () => chooseFrom(topics, random));
  return text.charAt(0).toUpperCase() + text.slice(1);
}
