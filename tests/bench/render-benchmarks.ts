import type { RunDescription } from '../support/describe-run.ts';
import type { Benchmark, Figure } from './benchmark.ts';

/** The figures of one benchmark, and the run that made them. */
export interface KeptFigures {
  name: string;
  figures: Figure[];
  run: RunDescription & { load: string };
}

const HEAD = `# Benchmarks

Made by \`npm run bench\` (all) or \`npm run bench -- <name>\`; do not edit. Absolute times are those of one machine: compare ratios.
`;

/** The page of all figures there are, in the order of the benchmarks. */
export function renderBenchmarks(kept: readonly KeptFigures[], benchmarks: readonly Benchmark[]): string {
  const parts = benchmarks.flatMap((benchmark) => {
    const found = kept.find(({ name }) => name === benchmark.name);
    return found ? [renderOne(benchmark, found)] : [];
  });
  return [HEAD, ...parts].join('\n');
}

function renderOne({ name, about }: Benchmark, { figures, run }: KeptFigures): string {
  const rows = figures.map(({ what, value, target }) => {
    const wanted = target ? `${target.text}${target.isMet ? '' : ' (missed)'}` : '';
    return `| ${what} | ${value} | ${wanted} |`;
  });
  return `## ${name}

${about}

| what | measured | wanted |
|---|---|---|
${rows.join('\n')}

\`${run.command}\` on ${run.date} at ${run.commit}; ${run.machine}; load when it began ${run.load}.
`;
}
