import { percentile } from '../../chaos/report/takeovers.ts';
import type { FaultRow } from '../fault-matrix.ts';
import type { RunDescription } from '../../support/describe-run.ts';
import type { KeptFigures } from './kept-figures.ts';
import type { TrialResult } from './run-trials.ts';

/** The document, as Markdown. */
export function renderMatrix(figures: readonly KeptFigures[], rows: readonly FaultRow[]): string {
  const results = figures.map(({ result }) => result);
  const measuredRows = new Set(results.map(({ trial }) => trial.fault));
  const others = rows.filter(({ row }) => !measuredRows.has(row));
  return `<!-- Made by \`npm run crash-matrix\`. Do not edit: run it again. -->

# Crash matrix

What goes wrong, what a user sees of it, and what it costs. Each line of the first table is a trial: a stack of its own, answers that
stream, the fault, again and again; then every answer is compared with the text the simulator must give, with what its readers were sent, with
both stores and with the ledger of the provider. Times are figures of one machine, not promises; tests never depend on them.

| run | rows | date | minutes | commit | machine |
|---|---|---|---|---|---|
${renderRuns(figures)}

- **lost**: answers that were acknowledged and did not end once, completed, with the expected text, at every reader.
- **wrong entries**: missing, repeated, reordered or changed at any reader, or different in the two stores.
- **bought again**: output tokens that were stored already and were generated again; and input tokens of all calls of a task but its first.
- **time to recover**: from the fault until work went on. For a generator: from the signal to the next \`attempt_started\` of each answer it held.

What each single fault of a provider comes to: [PROVIDER-FAULTS.md](PROVIDER-FAULTS.md).

## Measured

| row | fault | a user sees | faults | answers | lost | wrong entries | output bought again | input bought again | recovery p50 / p99 / max, ms | remark |
|---|---|---|---|---|---|---|---|---|---|---|
${results.map(renderResult).join('\n')}

## Proven by tests, without figures

| row | fault | how it is done | a user sees | proof | not done, because |
|---|---|---|---|---|---|
${others.map(renderRow).join('\n')}
`;
}

/** Which run made which rows. */
function renderRuns(figures: readonly KeptFigures[]): string {
  const runs = Map.groupBy(figures, ({ run }) => JSON.stringify(run));
  return [...runs]
    .map(([text, made]) => {
      const run = JSON.parse(text) as RunDescription;
      const rows = [...new Set(made.map(({ result }) => result.trial.fault))].join(', ');
      const minutes = Math.round(made.reduce((ms, { result }) => ms + result.tookMs, 0) / 60_000);
      return renderCells([`\`${run.command}\``, rows, run.date, minutes, run.commit, run.machine]);
    })
    .join('\n');
}

function renderResult({ trial, measured }: TrialResult): string {
  const what = [trial.fault, trial.name, trial.userSees];
  if (typeof measured === 'string') return renderCells([...what, '', '', '', '', '', '', '', measured]);
  const { faultsDone, answers, lost, wrongEntries, boughtAgain, inputBoughtAgain, recoveryMs } = measured;
  const figures = [faultsDone, answers, lost, wrongEntries, boughtAgain, inputBoughtAgain ?? ''];
  return renderCells([...what, ...figures, renderTimes(recoveryMs), measured.remark ?? '']);
}

function renderTimes(values: readonly number[]): string {
  if (values.length === 0) return '';
  const at = (share: number): number => Math.round(percentile(values, share) ?? 0);
  return `${at(0.5)} / ${at(0.99)} / ${at(1)} (of ${values.length})`;
}

function renderRow({ row, fault, how, userSees, proof, reason = '' }: FaultRow): string {
  const files = [...new Set(proof.map(({ file }) => `\`${file}\``))].join(', ');
  return renderCells([row, fault, how, userSees, files, reason]);
}

function renderCells(cells: readonly (string | number)[]): string {
  const texts = cells.map((cell) => String(cell).replaceAll('|', '\\|').replaceAll('\n', ' '));
  return `| ${texts.join(' | ')} |`;
}
