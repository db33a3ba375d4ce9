import { FAILURES } from '@continuo/shared/protocol/failure';
import { PROBLEMS } from '@continuo/shared/protocol/problem';
import { defineWords } from './define-words.ts';

const english: CodeTitles = {
  ...titlesOf(PROBLEMS),
  ...titlesOf(FAILURES),
};

/** One sentence for each code of a task's failure and of a refused call. */
export type CodeTitles = Record<keyof typeof PROBLEMS | keyof typeof FAILURES, string>;

const titles = defineWords(english, () => import('./explain-code.fr.ts'));
const words = defineWords({ other: 'Something went wrong.' }, () =>
  Promise.resolve({ words: { other: 'Quelque chose s’est mal passé.' } }),
);

/** One sentence for a code; also for one that this page does not know. */
export function explainCode(code: string): string {
  return Object.entries(titles()).find(([known]) => known === code)?.[1] ?? words().other;
}

function titlesOf<Code extends string>(
  kinds: Readonly<Record<Code, { title: string }>>,
): Record<Code, string> {
  const named = Object.entries<{ title: string }>(kinds).map(([code, { title }]) => [code, title]);
  return Object.fromEntries(named) as Record<Code, string>;
}
