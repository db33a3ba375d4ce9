/**
 * One fault, done to a real stack while answers stream, and what was measured. The tests run each trial small and
 * judge it; the crash matrix runs it large and prints it (docs/CRASH-MATRIX.md).
 */
export interface Trial {
  /** Row of the fault matrix (fault-matrix.ts). */
  fault: number;
  /** What is done, as a phrase: `a generator is killed (SIGKILL) in mid-answer, strategy prefill`. */
  name: string;
  /** What somebody who waits for the answer sees, as a phrase. */
  userSees: string;
  /** What the crash matrix runs at full scale; default 5 rounds, 20 answers. A trial takes at most about a minute. */
  full?: TrialScale;
  run: (scale: TrialScale) => Promise<Measured>;
}

export interface TrialScale {
  /** How often the fault is done. */
  rounds: number;
  /** Answers that stream meanwhile, in all. */
  answers: number;
  /** LEASE_MS of the generators; default 3000, which is the product's. A test that must be quick takes less. */
  leaseMs?: number;
}

export interface Measured {
  /** How often the fault was really done. A trial that did none of it has shown nothing. */
  faultsDone: number;
  /** Tasks that were acknowledged. */
  answers: number;
  /** Of these, those without exactly one end, or whose text is not the expected one. */
  lost: number;
  /** Entries that were missing, repeated, reordered or changed at any reader, or differ between the stores. */
  wrongEntries: number;
  /** Output tokens that were stored already and were generated again, by the ledger of the provider. */
  boughtAgain: number;
  /** Input tokens of all provider calls of a task but its first; undefined: not looked at. */
  inputBoughtAgain?: number;
  /** For each fault that interrupted anything: ms from the fault until work went on. */
  recoveryMs: number[];
  /** What else is worth a cell of the table: `rewound 3 readers`. */
  remark?: string;
  /** What is wrong, as sentences, for whoever looks into it. */
  complaints?: readonly string[];
}
