import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import process from 'node:process';
import { describeRun } from '../support/describe-run.ts';
import type { Benchmark } from './benchmark.ts';
import { BENCHMARKS } from './benchmarks.ts';
import { renderBenchmarks, type KeptFigures } from './render-benchmarks.ts';

const DOCUMENT = 'docs/BENCHMARKS.md';
const FIGURES = 'docs/benchmarks.json';

/** `npm run bench -- search web`: its figures take the place of older ones. */
async function main(names: readonly string[]): Promise<void> {
  for (const benchmark of chooseBenchmarks(names)) {
    const run = { ...describeRun('bench', names), load: (loadavg()[0] ?? 0).toFixed(1) };
    say(`${benchmark.name}: ${benchmark.about}`);
    const figures = await benchmark.run((text) => say(`  ${text}`));
    for (const { what, value, target } of figures) {
      say(`  ${what}: ${value}${target ? ` (${target.text}${target.isMet ? '' : ', MISSED'})` : ''}`);
    }
    keep({ name: benchmark.name, figures, run });
  }
  say(`written to ${DOCUMENT}`);
}

function chooseBenchmarks(names: readonly string[]): readonly Benchmark[] {
  const unknown = names.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) {
    const known = BENCHMARKS.map(({ name }) => name).join(', ');
    process.stderr.write(`There is no benchmark ${unknown.join(', ')}. There are: ${known}\n`);
    process.exit(1);
  }
  return names.length === 0 ? BENCHMARKS : BENCHMARKS.filter(({ name }) => names.includes(name));
}

function keep(fresh: KeptFigures): void {
  const before = existsSync(FIGURES) ? (JSON.parse(readFileSync(FIGURES, 'utf8')) as KeptFigures[]) : [];
  const kept = [...before.filter(({ name }) => name !== fresh.name), fresh];
  writeFileSync(FIGURES, `${JSON.stringify(kept, undefined, 1)}\n`);
  writeFileSync(DOCUMENT, renderBenchmarks(kept, BENCHMARKS));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

await main(process.argv.slice(2));
process.exit(0);
