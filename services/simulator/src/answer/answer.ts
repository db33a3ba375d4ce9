import { chooseFrom, randomFrom } from './random.ts';
import { closing, sectionKinds } from './sections.ts';
import { topicsOf, quoteOf } from './topic.ts';
import { splitTokens } from './tokens.ts';

export interface AnswerRequest {
  /** The bare model name, without the simulator's settings. */
  model: string;
  /** The text of the last user message. */
  prompt: string;
  /** Default 0. */
  seed?: number;
  /** Exactly this many tokens, the text then simply stops; without it the answer ends by itself. */
  tokens?: number;
}

export interface Answer {
  text: string;
  /** Their concatenation is the text. */
  tokens: readonly string[];
}

const SECTIONS_MIN = 2;
const SECTIONS_MAX = 6;

/**
 * The whole answer to a prompt: Markdown, the same for the same request at any time and in any process. A
 * longer answer starts with the shorter one's sections, so that a text cut anywhere can be found again.
 */
export function answerFor({ model, prompt, seed = 0, tokens }: AnswerRequest): Answer {
  const topics = topicsOf(prompt);
  const random = randomFrom(model, prompt, seed);
  const sectionsWanted = SECTIONS_MIN + Math.floor(random() * (SECTIONS_MAX - SECTIONS_MIN + 1));
  const order = sectionKinds(random);

  const written = splitTokens(opening(model, prompt, random));
  const isLongEnough = (sections: number) =>
    tokens === undefined ? sections >= sectionsWanted : written.length >= tokens;
  for (let section = 0; !isLongEnough(section); section++) {
    const write = order[section % order.length];
    if (write)
      written.push(
        ...splitTokens(write({ topics, random: randomFrom(model, prompt, seed, section), section })),
      );
  }
  if (tokens === undefined) written.push(...splitTokens(closing(topics, random)));
  else written.length = tokens;
  return { tokens: written, text: written.join('') };
}

function opening(model: string, prompt: string, random: () => number): string {
  const lead = chooseFrom(
    [
      'The short version first, then the parts that matter.',
      'Let us take it step by step.',
      'There is a simple core to this, and a few details around it.',
      'Here is how I would think it through.',
      'Two things decide most of it; the rest follows.',
      'It helps to separate what must hold from what is nice to have.',
    ],
    random,
  );
  const name = model.replaceAll('`', "'");
  return `\`${name}\`, played by the simulator: no language model wrote this answer.\n\n> ${quoteOf(prompt)}\n\n${lead}\n\n`;
}
