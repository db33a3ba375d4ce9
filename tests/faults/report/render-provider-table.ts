import type { RunDescription } from '../../support/describe-run.ts';

/** The document on what answers come to when a provider fails, as Markdown. */
export function renderProviderTable(table: string, run: RunDescription): string {
  return `<!-- Made by \`npm run crash-matrix\`. Do not edit: run it again. -->

# Faults of providers

Every fault, before the first text and in mid-answer, on every wire that can have it (chat completions, Responses in the background,
Responses streamed, Messages): once, where asking again helps, and for good. An answer is *whole* when its text is the one the provider would
have given without the fault; otherwise it fails with a code and keeps what it has. *Bought again* counts output tokens that were stored
already. Made on ${run.date} from commit ${run.commit}, with short patience and pauses so that the table takes half a minute; the rows are
those of the [crash matrix](CRASH-MATRIX.md).

${table}
`;
}
