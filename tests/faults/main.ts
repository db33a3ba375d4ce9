import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { collectTrials } from './collect-trials.ts';
import { FAULT_MATRIX } from './fault-matrix.ts';
import { describeRun } from './report/describe-run.ts';
import { explainArguments } from '../support/explain-arguments.ts';
import { readMatrixOptions, type MatrixOptions } from './report/matrix-options.ts';
import { renderMatrix } from './report/render-matrix.ts';
import { isGood, runTrials } from './report/run-trials.ts';

/** `npm run crash-matrix -- --scale small --only 7,38`: exit code 0 when nothing was lost, wrong or bought again. */
async function main(args: readonly string[], { scale, only, json, out }: MatrixOptions): Promise<void> {
  const isWanted = (row: number): boolean => only?.includes(row) ?? true;
  const trials = (await collectTrials()).filter(({ fault }) => isWanted(fault));
  const from = performance.now();
  const results = await runTrials(trials, scale, say);
  const run = describeRun(args, performance.now() - from);
  const rows = FAULT_MATRIX.filter(({ row }) => isWanted(row));
  const document = renderMatrix(run, results, rows);
  if (out === undefined) say(document);
  else writeFileSync(out, document);
  if (json !== undefined) writeFileSync(json, JSON.stringify({ run, results }, null, 2));
  const bad = results.filter((result) => !isGood(result));
  say(`${results.length} trials, ${bad.length} not good${out === undefined ? '' : `; written to ${out}`}`);
  process.exitCode = bad.length === 0 ? 0 : 1;
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
    process.exitCode = 1;
    return undefined;
  }
}

const args = process.argv.slice(2);
const options = readOptions(args);
if (options) await main(args, options);
