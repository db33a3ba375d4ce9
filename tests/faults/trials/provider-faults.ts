import { FAILURES } from '@continuo/shared/protocol/failure';
import { complainAbout, isWhole } from '../support/judge-meeting.ts';
import { meetProviderFaults, type Meeting, type Outcome } from '../support/meet-provider-faults.ts';
import { describeOutcomes } from '../support/provider-fault-table.ts';
import { PATH_FAULTS, PROVIDER_FAULTS, type Moment, type ProviderFault } from '../support/provider-faults.ts';
import { onProviderStage, type ProviderStage } from '../support/provider-stage.ts';
import type { Measured, Trial } from '../trial.ts';

function isRetried({ effect }: ProviderFault): boolean {
  return effect.tag === 'fails' && effect.codes.some((code) => FAILURES[code].retries > 0);
}

function meetings(fault: ProviderFault, lasts: Meeting['lasts']): Meeting[] {
  return fault.wires.map((wire) => ({ fault, wire, lasts }));
}

/** Every fault on every wire: once where asking again helps, and for good. */
export async function meetAllFaults(stage: ProviderStage): Promise<Outcome[]> {
  const onPath = PATH_FAULTS.flatMap((fault) => meetings(fault, 'for good'));
  const withFallback = onPath.map((meeting) => ({ ...meeting, hasFallback: true }));
  const unreached = await meetProviderFaults(stage, [...onPath, ...withFallback]);
  await stage.openOpenAi();
  const met = await meetProviderFaults(
    stage,
    PROVIDER_FAULTS.flatMap((fault) => [
      ...(isRetried(fault) ? meetings(fault, 'once') : []),
      ...meetings(fault, 'for good'),
    ]),
  );
  return [...unreached, ...met];
}

/** The table of all faults, in Markdown. It takes about half a minute. */
export async function providerFaultTable(): Promise<string> {
  return describeOutcomes(await onProviderStage(meetAllFaults));
}

/** Answers that meet faults which asking again mends, or which are none: all are to be whole. */
async function meetMendable(faults: readonly ProviderFault[], rounds: number): Promise<Measured> {
  const each = faults.flatMap((fault) => meetings(fault, isRetried(fault) ? 'once' : 'for good'));
  const outcomes = await onProviderStage(async (stage) => {
    await stage.openOpenAi();
    return await meetProviderFaults(stage, Array.from({ length: rounds }, () => each).flat());
  });
  return {
    // One that asking again mends was met only if there was a second attempt.
    faultsDone: outcomes.filter(({ fault, attempts }) => !isRetried(fault) || attempts > 1).length,
    answers: outcomes.length,
    lost: outcomes.filter((outcome) => !isWhole(outcome)).length,
    wrongEntries: outcomes.reduce((sum, { verdict }) => sum + verdict.wrongEntries, 0),
    boughtAgain: outcomes.reduce((sum, { verdict }) => sum + verdict.boughtAgain, 0),
    inputBoughtAgain: outcomes.reduce((sum, { verdict }) => sum + verdict.inputBoughtAgain, 0),
    recoveryMs: outcomes.flatMap(({ recoveryMs }) => recoveryMs),
    complaints: outcomes.flatMap(complainAbout),
  };
}

const KINDS: readonly { rows: readonly number[]; what: string }[] = [
  { rows: [30, 31], what: 'refuses for a moment (408, 429, 500, 502, 503, 529, reset before the headers)' },
  { rows: [32], what: 'sends an error event' },
  { rows: [33], what: 'breaks off (reset, FIN, clean end without a terminal marker)' },
  { rows: [34], what: 'sends what is no answer (HTML, half events, garbage, lines of 1 and 10 MB)' },
  { rows: [35], what: 'falls silent, or sends pings only' },
  { rows: [36], what: 'sends numbered events twice or in the wrong order' },
];
const MOMENTS: readonly Moment[] = ['before the first token', 'in mid-answer'];

export const trials: Trial[] = KINDS.flatMap(({ rows, what }) =>
  MOMENTS.flatMap((moment): Trial[] => {
    const faults = PROVIDER_FAULTS.filter(
      (fault) =>
        rows.includes(fault.row) &&
        fault.moment === moment &&
        (isRetried(fault) || fault.effect.tag === 'harmless'),
    );
    const [row] = rows.slice(-1);
    if (row === undefined || faults.length === 0) return [];
    return [
      {
        fault: row,
        name: `the provider ${what}, ${moment}, on every wire that can`,
        userSees:
          moment === 'in mid-answer'
            ? 'a pause, then the answer goes on'
            : 'the answer begins a little later',
        full: { rounds: 3, answers: 0 },
        run: ({ rounds }) => meetMendable(faults, rounds),
      },
    ];
  }),
);
