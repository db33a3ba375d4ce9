/** What the design checks. A mutant is the design without one of the checks. */
export interface Rules {
  /** Writes carry the epoch of their claim. */
  checksEpoch: boolean;
  /** And its nonce. */
  checksNonce: boolean;
  /** `append` writes at given seqs and skips what is there. Else it adds at the end, as `XADD *` does. */
  checksSeq: boolean;
  appendChecksEnd: boolean;
  finishChecksEnd: boolean;
  renewChecksFence: boolean;
  releaseChecksFence: boolean;
  /** `open_epoch` refuses while another's lease runs, when the log has moved, and to begin after a cancel. */
  claimChecksLease: boolean;
  claimChecksHead: boolean;
  /** The head has the same number and was written since in another log. */
  claimChecksIncarnation: boolean;
  claimChecksCancel: boolean;
  /** The request stays pending until the terminal entry. */
  claimLeavesPending: boolean;
  /** Nothing but `cancelled` follows on a stored cancel. */
  appendChecksCancel: boolean;
  finishChecksCancel: boolean;
  /** Same request, running: follow it. */
  submitFollows: boolean;
  electNamesLeader: boolean;
  /** The stream goes only when Postgres has all of it. */
  expiryWaitsForMirror: boolean;
  /** After a loss: the longer of both logs, under the next incarnation, which Postgres hears of first. */
  rebuildReadsMirror: boolean;
  rebuildRaisesIncarnation: boolean;
  rebuildFencesMirror: boolean;
}

export const DESIGN: Rules = {
  checksEpoch: true,
  checksNonce: true,
  checksSeq: true,
  appendChecksEnd: true,
  finishChecksEnd: true,
  renewChecksFence: true,
  releaseChecksFence: true,
  claimChecksLease: true,
  claimChecksHead: true,
  claimChecksIncarnation: true,
  claimChecksCancel: true,
  claimLeavesPending: true,
  appendChecksCancel: true,
  finishChecksCancel: true,
  submitFollows: true,
  electNamesLeader: true,
  expiryWaitsForMirror: true,
  rebuildReadsMirror: true,
  rebuildRaisesIncarnation: true,
  rebuildFencesMirror: true,
};

export interface Mutant {
  name: string;
  without: readonly (keyof Rules)[];
}

export const MUTANTS: readonly Mutant[] = [
  { name: 'no fence at all', without: ['checksEpoch', 'checksNonce'] },
  { name: 'an epoch without a nonce', without: ['checksNonce'] },
  { name: 'append as XADD * does it', without: ['checksSeq'] },
  { name: 'append behind the terminal entry', without: ['appendChecksEnd'] },
  { name: 'finish without compare-and-set', without: ['finishChecksEnd'] },
  { name: 'renew by anybody', without: ['renewChecksFence'] },
  { name: 'release by anybody', without: ['releaseChecksFence'] },
  { name: 'a claim that ignores the lease', without: ['claimChecksLease'] },
  { name: 'a claim that ignores the head', without: ['claimChecksHead'] },
  { name: 'a claim that ignores a rebuild', without: ['claimChecksIncarnation'] },
  { name: 'a claim that ignores lease and head', without: ['claimChecksLease', 'claimChecksHead'] },
  { name: 'a claim that ignores the cancel', without: ['claimChecksCancel'] },
  { name: 'an ack before the end', without: ['claimLeavesPending'] },
  { name: 'a cancel that does not refuse appends', without: ['appendChecksCancel'] },
  { name: 'a cancel that another end beats', without: ['finishChecksCancel'] },
  { name: 'no single flight at submit', without: ['submitFollows'] },
  { name: 'an election that names nobody', without: ['electNamesLeader'] },
  { name: 'expiry before the mirror has it', without: ['expiryWaitsForMirror'] },
  { name: 'a rebuild without the mirror', without: ['rebuildReadsMirror'] },
  { name: 'a rebuild under the same incarnation', without: ['rebuildRaisesIncarnation'] },
  { name: 'a rebuild that an old persister can write into', without: ['rebuildFencesMirror'] },
];

export function rulesOf({ without }: Mutant): Rules {
  return { ...DESIGN, ...Object.fromEntries(without.map((rule) => [rule, false])) };
}
