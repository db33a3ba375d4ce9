import { check, type Violation } from '../checker.ts';
import type { ChaosRun } from '../run-chaos.ts';
import { countRun, type RunCounts } from './count-run.ts';

/** What a run has shown. */
export interface Verdict {
  counts: RunCounts;
  violations: Violation[];
  /** Lines in which a service says that it has a defect. */
  defects: string[];
  /** What should have happened at least once, and did not: the run has not tested it. */
  missing: string[];
  isGood: boolean;
}

const DEFECT = /"level":"fatal"|"msg":"defect"|"msg":"stream broke"|uncaught/i;

export function judgeRun(run: Omit<ChaosRun, 'dataDir'>): Verdict {
  const counts = countRun(run);
  const violations = check(run.evidence);
  const defects = run.warnings.filter(({ raw }) => DEFECT.test(raw)).map(({ raw }) => raw);
  const missing = Object.entries(sometimes(counts))
    .filter(([, count]) => count === 0)
    .map(([name]) => name);
  const isGood = violations.length + defects.length + missing.length === 0;
  return { counts, violations, defects, missing, isGood };
}

/** A run in which one of these never happened proves little. */
function sometimes({ takeovers, fences, cancels, readers, sigkills }: RunCounts): Record<string, number> {
  return {
    'a SIGKILL': sigkills,
    'a takeover': takeovers.total,
    'a fenced append': fences.fenced_appends,
    'a cancel that won its race': cancels.won,
    'a cancel that lost its race': cancels.lost,
    'a reader that reconnected': readers.reconnects,
  };
}
