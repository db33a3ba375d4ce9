import { isWhole } from './judge-meeting.ts';
import type { Outcome } from './meet-provider-faults.ts';

const HEAD = [
  '| row | fault | when | met once | met for good | attempts | bought again | seconds at most |',
  '|---|---|---|---|---|---|---|---|',
];

/** A line for each fault and moment, over all wires: what answers came to, and at what cost. */
export function describeOutcomes(outcomes: readonly Outcome[]): string {
  const groups = Map.groupBy(outcomes, ({ fault, hasFallback }) =>
    [fault.row, fault.name, fault.moment, fault.effect.tag, hasFallback].join('\n'),
  );
  const rows = [...groups.values()].map(describeGroup);
  return [...HEAD, ...rows.toSorted((a, b) => a.row - b.row).map(({ line }) => line)].join('\n');
}

function describeGroup(group: readonly Outcome[]): { row: number; line: string } {
  const [first] = group;
  const { row = 0, name = '', moment = '' } = first?.fault ?? {};
  const wires = first?.fault.effect.tag === 'unnoticed' ? ', without numbers' : '';
  const cells = [
    row,
    `${name}${wires}${first?.hasFallback ? ', with a fallback' : ''}`,
    moment,
    describeEnds(group.filter(({ lasts }) => lasts === 'once')),
    describeEnds(group.filter(({ lasts }) => lasts === 'for good')),
    range(group.map(({ attempts }) => attempts)),
    group.reduce((sum, { verdict }) => sum + verdict.boughtAgain, 0),
    (Math.max(...group.map(({ tookMs }) => tookMs)) / 1_000).toFixed(1),
  ];
  return { row, line: `| ${cells.join(' | ')} |` };
}

/** `4 whole`, `3 failed: provider_error`; by how many wires. */
function describeEnds(outcomes: readonly Outcome[]): string {
  const ends = Map.groupBy(outcomes, describeEnd);
  return [...ends].map(([end, { length }]) => `${length} ${end}`).join(', ') || '-';
}

function describeEnd(outcome: Outcome): string {
  const { terminal } = outcome;
  if (isWhole(outcome)) return 'whole';
  if (terminal?.type === 'failed') return `failed: \`${terminal.code}\``;
  if (terminal?.type !== 'completed') return 'without an end';
  return terminal.finish_reason === 'stop'
    ? 'complete, with the text as it was sent'
    : `ended: ${terminal.finish_reason}`;
}

function range(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? `${least}` : `${least} to ${most}`;
}
