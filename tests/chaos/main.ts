import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { explainArguments } from '../support/explain-arguments.ts';
import { readChaosOptions, type ChaosOptions } from './chaos-options.ts';
import { describeFault } from './faults/plan-faults.ts';
import { planChaos } from './plan-chaos.ts';
import { judgeRun } from './report/judge-run.ts';
import { runChaos } from './run-chaos.ts';

const VIOLATIONS_SHOWN_MAX = 40;

/** `npm run chaos -- --seconds 60 --seed 7`: exit code 0 when no promise was broken and everything was put to the test. */
async function main(options: ChaosOptions): Promise<number> {
  const schedule = planChaos(options);
  say(`seed ${options.seed}: ${schedule.tasks.length} requests, ${schedule.faults.length} faults`);
  for (const fault of schedule.faults) say(describeFault(fault));
  const run = await runChaos(options, schedule);
  const verdict = judgeRun(run);
  say(JSON.stringify(verdict.counts, null, 2));
  for (const { invariant, taskId, what } of verdict.violations.slice(0, VIOLATIONS_SHOWN_MAX)) {
    say(`VIOLATION of invariant ${invariant}: ${taskId ?? ''} ${what}`);
  }
  for (const line of verdict.defects) say(`DEFECT: ${line}`);
  for (const name of verdict.missing) say(`NEVER HAPPENED: ${name}`);
  if (options.json !== undefined)
    writeFileSync(options.json, JSON.stringify({ options, ...verdict }, null, 2));
  if (options.keep) {
    writeFileSync(join(run.dataDir, 'run.json'), JSON.stringify(run));
    say(`The stack's folder is ${run.dataDir}; run.json there is what was judged.`);
  }
  const { violations, defects } = verdict;
  say(
    `seed ${options.seed}: ${violations.length} violations, ${defects.length} defects; ${verdict.isGood ? 'good' : 'NOT GOOD'}`,
  );
  return verdict.isGood ? 0 : 1;
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

function readOptions(): ChaosOptions | undefined {
  try {
    return readChaosOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${explainArguments(error, 'Usage: npm run chaos -- --seconds 60 --seed 7')}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

const options = readOptions();
// Not left to the event loop: whatever hangs would keep it.
if (options) process.exit(await main(options));
