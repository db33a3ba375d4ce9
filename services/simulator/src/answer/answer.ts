import { LEADS } from './phrases.ts';
import { chooseFrom, randomFrom } from './random.ts';
import { makeSectionWriter } from './sections.ts';
import { quoteOf } from './topic.ts';
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
  const random = randomFrom(model, prompt, seed);
  const sectionsWanted = SECTIONS_MIN + Math.floor(random() * (SECTIONS_MAX - SECTIONS_MIN + 1));
  const written = splitTokens(writeOpening(model, prompt, random));
  const { writeSection, writeClosing } = makeSectionWriter(prompt, random);

  if (tokens === undefined) {
    for (let section = 0; section < sectionsWanted; section++) written.push(...splitTokens(writeSection()));
    written.push(...splitTokens(writeClosing()));
  } else {
    while (written.length < tokens) written.push(...splitTokens(writeSection()));
    written.length = tokens;
  }
  return { tokens: written, text: written.join('') };
}

function writeOpening(model: string, prompt: string, random: () => number): string {
  const name = model.replaceAll('`', "'");
  const notice = `\`${name}\`, played by the simulator: no language model wrote this answer.`;
  return `${notice}\n\n> ${quoteOf(prompt)}\n\n${chooseFrom(LEADS, random)}\n\n`;
}
