import { isTerminal } from '@continuo/shared/protocol/task-status';
import { openCases, type CaseFile } from '../checks/case-file.ts';
import { isMadeAsleep, matchCalls } from '../checks/provider-calls.ts';
import type { ChaosRun } from '../run-chaos.ts';
import { findTakeovers, percentile, type Takeover } from './takeovers.ts';

/** The raw numbers of a run. */
export type RunCounts = ReturnType<typeof countRun>;

export function countRun({ evidence, faults, warnings, settleMs }: Omit<ChaosRun, 'dataDir'>) {
  const file = openCases(evidence);
  return {
    settle_ms: settleMs,
    accepted: evidence.accepted.length,
    tasks: file.tasks.length,
    ends: countBy(file.tasks, ({ entries }) => entries.at(-1)?.type ?? 'nothing'),
    failures: countBy(
      file.tasks.flatMap(({ entries }) => entries.filter((entry) => entry.type === 'failed')),
      ({ code }) => code,
    ),
    entries: sum(file.tasks, ({ entries }) => entries.length),
    sigkills: faults.filter(({ kind }) => kind.startsWith('kill')).length,
    faults: countBy(faults, ({ kind, service }) => `${kind} ${service}`),
    takeovers: countTakeovers(findTakeovers(file.tasks, faults)),
    fences: countFences(evidence.fenceProbes),
    zombies: warnings.filter(({ raw }) => raw.includes('"stopped":"lost"')).length,
    readers: countReaders(file),
    cancels: countCancels(file),
    cache: {
      hits_at_submit: evidence.accepted.filter(({ reply }) => reply.cached).length,
      followers: file.tasks.filter(({ entries }) =>
        entries.some(({ type, epoch }) => type === 'cache_hit' && epoch > 0),
      ).length,
    },
    provider: countProvider(file),
    probes: {
      mirror_samples: evidence.mirrorSamples.length,
      stranger_requests: countBy(evidence.strangerProbes, ({ status }) => `${status}`),
    },
  };
}

function countTakeovers(takeovers: readonly Takeover[]) {
  return {
    total: takeovers.length,
    by_cause: countBy(takeovers, ({ cause }) => cause),
    /** Milliseconds from the fault to the next holder's entry. */
    after_kill: describeMs(takeovers.filter(({ cause }) => cause === 'kill')),
    after_kill_undisturbed: describeMs(
      takeovers.filter(({ cause, isUndisturbed }) => cause === 'kill' && isUndisturbed),
    ),
    after_drain: describeMs(takeovers.filter(({ cause }) => cause === 'drain')),
  };
}

function describeMs(takeovers: readonly Takeover[]) {
  const values = takeovers.flatMap(({ ms }) => ms ?? []);
  return {
    count: values.length,
    p50: percentile(values, 0.5),
    p99: percentile(values, 0.99),
    max: percentile(values, 1),
  };
}

function countFences(probes: ChaosRun['evidence']['fenceProbes']) {
  return {
    probes: probes.length,
    fenced_appends: probes.filter(
      ({ transition, fence, tag }) => transition === 'append' && fence === 'old' && tag === 'stale_epoch',
    ).length,
    by_answer: countBy(probes, ({ transition, fence, tag }) => `${fence} ${transition}: ${tag}`),
  };
}

function countReaders({ evidence: { transcripts } }: CaseFile) {
  const connections = transcripts.flatMap((transcript) => transcript.connections);
  return {
    readers: transcripts.length,
    connections: connections.length,
    reconnects: sum(transcripts, (transcript) => Math.max(0, transcript.connections.length - 1)),
    ends: countBy(connections, ({ end, status }) => (status === 200 ? end : `${status}`)),
    entries: sum(connections, ({ frames }) => frames.length),
  };
}

function countCancels({ evidence, tasks }: CaseFile) {
  const latencies = tasks.flatMap(({ entries }) => {
    const asked = entries.find(({ type }) => type === 'cancel_requested');
    const end = entries.at(-1);
    return asked && end?.type === 'cancelled' ? [end.at - asked.at] : [];
  });
  return {
    sent: evidence.cancels.length,
    won: evidence.cancels.filter(({ reply }) => reply.cancel_requested).length,
    lost: evidence.cancels.filter(({ reply }) => !reply.cancel_requested && isTerminal(reply.status)).length,
    /** Milliseconds from the stored intent to the end. */
    to_end: { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) },
  };
}

function countProvider(file: CaseFile) {
  const { ledger, leaseMs } = file.evidence;
  const { matched } = matchCalls(file);
  const again = matched.filter(({ attempt }) => attempt.stored !== '');
  return {
    calls: ledger.length,
    calls_by_start: countBy(ledger, ({ start }) => start),
    made_asleep: matched.filter((each) => isMadeAsleep(each, leaseMs)).length,
    tokens_generated: sum(ledger, ({ output_tokens }) => output_tokens),
    /** Attempts that found stored text, and tokens of that text which were generated again, by strategy. */
    resumed_attempts: countBy(again, ({ attempt }) => attempt.strategy),
    regenerated_tokens: Object.fromEntries(
      [...Map.groupBy(again, ({ attempt }) => attempt.strategy)].map(([strategy, calls]) => [
        strategy,
        sum(calls, ({ regeneratedTokens }) => regeneratedTokens),
      ]),
    ),
    /** White space at a seam, which some models cannot be shown. */
    regenerated_space_tokens: sum(again, ({ regeneratedSpace }) => regeneratedSpace),
  };
}

function countBy<T>(items: readonly T[], nameOf: (item: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[nameOf(item)] = (counts[nameOf(item)] ?? 0) + 1;
  return counts;
}

function sum<T>(items: readonly T[], valueOf: (item: T) => number): number {
  return items.reduce((total, item) => total + valueOf(item), 0);
}
