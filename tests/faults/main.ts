import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { collectTrials } from './collect-trials.ts';
import { FAULT_MATRIX } from './fault-matrix.ts';
import { describeRun } from '../support/describe-run.ts';
import { explainArguments } from '../support/explain-arguments.ts';
import { mergeFigures, readFigures, writeFigures } from './report/kept-figures.ts';
import { readMatrixOptions, type MatrixOptions } from './report/matrix-options.ts';
import { renderMatrix } from './report/render-matrix.ts';
import { renderProviderTable } from './report/render-provider-table.ts';
import { providerFaultTable } from './trials/provider-faults.ts';
import { isGood, runTrials, type TrialResult } from './report/run-trials.ts';

const DOCUMENT = 'docs/CRASH-MATRIX.md';
const FIGURES = 'docs/crash-matrix.json';
const PROVIDER_TABLE = 'docs/PROVIDER-FAULTS.md';
/** Rows of the faults of providers: made with them is the table of each single one. */
const isOfProviders = (row: number): boolean => row >= 28 && row <= 36;

/**
 * `npm run crash-matrix -- --only 7,38`: at full scale its figures take the place of older ones in what is published,
 * at `--scale small` they are only printed. Exit code 0 when nothing was lost, wrong or bought again.
 */
async function main(args: readonly string[], { scale, only }: MatrixOptions): Promise<number> {
  const all = await collectTrials();
  const run = describeRun('crash-matrix', args);
  const wanted = all.filter(({ fault }) => only?.includes(fault) ?? true);
  const publish = (result: TrialResult): void => {
    const figures = mergeFigures(readFigures(FIGURES, all), [{ result, run }]);
    writeFigures(FIGURES, figures);
    writeFileSync(DOCUMENT, renderMatrix(figures, FAULT_MATRIX));
  };
  const results = await runTrials(wanted, scale, say, scale === 'full' ? publish : undefined);
  if (scale === 'small')
    say(
      renderMatrix(
        results.map((result) => ({ result, run })),
        FAULT_MATRIX,
      ),
    );
  if (scale === 'full' && wanted.some(({ fault }) => isOfProviders(fault))) {
    writeFileSync(PROVIDER_TABLE, renderProviderTable(await providerFaultTable(), run));
  }
  const bad = results.filter((result) => !isGood(result));
  say(
    `${results.length} trials, ${bad.length} not good${scale === 'full' ? `; written to ${DOCUMENT}` : ''}`,
  );
  return bad.length === 0 ? 0 : 1;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function readOptions(args: readonly string[]): MatrixOptions | undefined {
  try {
    return readMatrixOptions(args);
  } catch (error) {
    process.stderr.write(
      `${explainArguments(error, 'Usage: npm run crash-matrix -- --scale small --only 7,38')}\n`,
    );
    return undefined;
  }
}

const args = process.argv.slice(2);
const options = readOptions(args);
// Not left to the event loop: a reader that hangs would keep it, and Node 26.10 has been seen to spin in its own
// teardown after many cut connections.
process.exit(options ? await main(args, options) : 1);
