import { FAILURES } from '@continuo/shared/protocol/failure';
import type { Outcome } from './meet-provider-faults.ts';

/** Longest time from the acceptance to the end of an answer that meets a fault, with the stage's short waits. */
const BOUND_MS = 25_000;

/** What is wrong with an outcome, as sentences: neither the right text nor an honest failure, or not in bounded time. */
export function complainAbout(outcome: Outcome): string[] {
  const { fault, wire, lasts, verdict, tookMs, text, expectedText } = outcome;
  const isPrefix = fault.effect.tag === 'unnoticed' || expectedText.startsWith(text);
  const complaints = [
    ...judgeEnd(outcome),
    ...(isPrefix ? [] : ['its text is not the beginning of the answer']),
    ...(verdict.boughtAgain > 0 ? [`${verdict.boughtAgain} stored tokens were bought again`] : []),
    ...(verdict.wrongEntries > 0 ? [`${verdict.wrongEntries} entries are wrong`] : []),
    ...(tookMs > BOUND_MS ? [`it took ${tookMs} ms`] : []),
  ];
  return complaints.map((what) => `${fault.name}, ${fault.moment}, ${lasts}, ${wire}: ${what}`);
}

function judgeEnd(outcome: Outcome): string[] {
  const { fault, lasts, terminal, attempts, hasFallback } = outcome;
  const { effect } = fault;
  if (hasFallback) return isWhole(outcome) ? [] : [wrongEnd(outcome)];
  switch (effect.tag) {
    case 'ends': {
      const isRight = terminal?.type === 'completed' && effect.finishReasons.includes(terminal.finish_reason);
      return isRight && attempts === 1 ? [] : [wrongEnd(outcome)];
    }
    case 'harmless':
      return isWhole(outcome) && attempts === 1 ? [] : [wrongEnd(outcome)];
    case 'unnoticed':
      return terminal?.type === 'completed' && attempts === 1 ? [] : [wrongEnd(outcome)];
    case 'gives_up':
      return failsWith(outcome, effect.codes, 1) ? [] : [wrongEnd(outcome)];
    case 'fails': {
      const retries = Math.max(...effect.codes.map((code) => FAILURES[code].retries));
      if (retries > 0 && lasts === 'once')
        return isWhole(outcome) && attempts === 2 ? [] : [wrongEnd(outcome)];
      // A provider that breaks off again and again, but brings some text each time, comes to the end as well.
      if (retries > 0 && isWhole(outcome)) return [];
      const attemptsMax = fault.moment === 'in mid-answer' ? Infinity : retries + 1;
      return failsWith(outcome, effect.codes, attemptsMax) ? [] : [wrongEnd(outcome)];
    }
  }
}

export function isWhole({ terminal, text, expectedText }: Outcome): boolean {
  return terminal?.type === 'completed' && text === expectedText;
}

/** Honest: with the right code, in words for people, after no more attempts than the policy allows. */
function failsWith({ terminal, attempts }: Outcome, codes: readonly string[], attemptsMax: number): boolean {
  if (terminal?.type !== 'failed' || !codes.includes(terminal.code)) return false;
  return terminal.message !== '' && !/[{<]/.test(terminal.message) && attempts <= attemptsMax;
}

function wrongEnd({ terminal, text, expectedText, attempts }: Outcome): string {
  const end = terminal?.type === 'failed' ? `${terminal.code} (${terminal.message})` : terminal?.type;
  return `it ended as ${end} with ${text.length} of ${expectedText.length} characters after ${attempts} attempts`;
}
