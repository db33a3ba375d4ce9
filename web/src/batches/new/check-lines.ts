import { BATCH_LINES_MAX } from '@continuo/shared/protocol/limits';
import { judgeLine, judgePrompt, type JudgedLine, type LineFault } from './judge-line.ts';

/** How the lines are written: as prompts alone, or as JSON. */
export const LINE_FORMS = ['prompts', 'jsonl'] as const;
export type LineForm = (typeof LINE_FORMS)[number];

/** Lines that ask the same model within the same bound. */
export interface LineGroup {
  /** Undefined: that of the batch. */
  provider?: string;
  model?: string;
  maxTokens?: number;
  lines: number;
  characters: number;
}

/** What there is to say of an input before it is sent. */
export interface LinesReport {
  lines: number;
  /** Lines with something wrong, whether shown or not. */
  faultyLines: number;
  /** Of the first of them. */
  faults: LineFault[];
  groups: LineGroup[];
  /** The beginning of the first prompt, which names a batch without a name. */
  firstPrompt: string;
}

export const FAULTS_SHOWN_MAX = 5;
const TITLE_CHARS = 80;
/** Different wishes beyond this are counted with those of the batch: an estimate stays one. */
const GROUPS_MAX = 100;

export interface LineChecker {
  /** @param text the next line, blank ones included: they are skipped, but count for the numbers of the others */
  take: (text: string) => void;
  report: () => LinesReport;
}

export function makeLineChecker(form: LineForm): LineChecker {
  const report: LinesReport = { lines: 0, faultyLines: 0, faults: [], groups: [], firstPrompt: '' };
  const groups = new Map<string, LineGroup>();
  const lineOfId = new Map<string, number>();
  const judge = form === 'jsonl' ? judgeLine : judgePrompt;
  let number = 0;

  const addFault = (found: LineFault): void => {
    report.faultyLines += 1;
    if (report.faults.length < FAULTS_SHOWN_MAX) report.faults.push(found);
  };

  return {
    take: (text) => {
      number += 1;
      if (text.trim() === '') return;
      report.lines += 1;
      if (report.lines > BATCH_LINES_MAX) {
        if (report.lines === BATCH_LINES_MAX + 1) addFault({ line: number, reason: 'too_many_lines' });
        return;
      }
      const verdict = judge(text);
      if (!verdict.ok) {
        const { reason, about } = verdict;
        addFault({ line: number, reason, ...(about === undefined ? {} : { about }) });
        return;
      }
      const { customId, prompt } = verdict.line;
      if (customId !== undefined) {
        const first = lineOfId.get(customId);
        if (first !== undefined)
          addFault({ line: number, reason: 'repeated_custom_id', about: String(first) });
        lineOfId.set(customId, first ?? number);
      }
      report.firstPrompt ||= prompt.trim().slice(0, TITLE_CHARS);
      addToGroup(groups, verdict.line);
    },
    report: () => ({ ...report, groups: [...groups.values()] }),
  };
}

function addToGroup(
  groups: Map<string, LineGroup>,
  { provider, model, maxTokens, characters }: JudgedLine,
): void {
  const wish = {
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  };
  const key = JSON.stringify(wish);
  const known = groups.get(key) ?? (groups.size >= GROUPS_MAX ? groups.values().next().value : undefined);
  if (known) {
    known.lines += 1;
    known.characters += characters;
  } else {
    groups.set(key, { ...wish, lines: 1, characters });
  }
}

/** How an input is written, by its first line. */
export function sniffForm(text: string): LineForm {
  return /^\s*[{"]/.test(text) ? 'jsonl' : 'prompts';
}
