import { CODE, HEADINGS, ITEMS, MATH, NOTES, SENTENCES, TABLE_ROWS } from './phrases.ts';
import { chooseFrom, chooseSome, shuffle } from './random.ts';
import { topicsOf } from './topic.ts';

/** Writes one answer's parts one after another; their order is the answer's own. */
export interface SectionWriter {
  writeSection: () => string;
  writeClosing: () => string;
}

type Feature = (fill: (phrase: string) => string, random: () => number) => string;

const FEATURES: readonly Feature[] = [bulletList, numberedList, table, code, math, note];
const SENTENCES_BEFORE_FEATURE = 3;

export function makeSectionWriter(prompt: string, random: () => number): SectionWriter {
  const topics = topicsOf(prompt);
  const features = shuffle(FEATURES, random);
  const headings = shuffle(HEADINGS, random);
  const sentences = shuffle(SENTENCES, random);
  let section = 0;
  let sentence = 0;

  /** Puts one of the prompt's topics wherever the phrase says `{t}`. */
  const fill = (phrase: string) => {
    const text = phrase.replaceAll('{t}', () => chooseFrom(topics, random));
    return text.charAt(0).toUpperCase() + text.slice(1);
  };
  const nextSentence = () => fill(sentences[sentence++ % sentences.length] ?? '');

  return {
    writeSection: () => {
      const heading = fill(headings[section % headings.length] ?? '');
      const paragraph = Array.from({ length: SENTENCES_BEFORE_FEATURE }, nextSentence).join(' ');
      const feature = features[section % features.length]?.(fill, random) ?? '';
      section += 1;
      return `## ${section}. ${heading}\n\n${paragraph}\n\n${feature}\n\n`;
    },
    writeClosing: () => `---\n\nIn one line: ${nextSentence()}`,
  };
}

function bulletList(fill: (phrase: string) => string, random: () => number): string {
  const items = chooseSome(ITEMS, 4, random);
  return items.map(([name, reason]) => `- **${name}**: ${fill(reason)}`).join('\n');
}

function numberedList(fill: (phrase: string) => string, random: () => number): string {
  const items = chooseSome(ITEMS, 3, random);
  return items.map(([name, reason], index) => `${index + 1}. *${name}*: ${fill(reason)}`).join('\n');
}

function table(_: (phrase: string) => string, random: () => number): string {
  const rows = chooseSome(TABLE_ROWS, 3, random).map((row) => `| ${row.join(' | ')} |`);
  return ['| Choice | What it gives | What it costs |', '| --- | --- | ---: |', ...rows].join('\n');
}

function code(fill: (phrase: string) => string, random: () => number): string {
  return fill(chooseFrom(CODE, random));
}

function math(_: (phrase: string) => string, random: () => number): string {
  return chooseFrom(MATH, random);
}

function note(fill: (phrase: string) => string, random: () => number): string {
  return fill(chooseFrom(NOTES, random));
}
