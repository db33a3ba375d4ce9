import type {
  AttemptFailure,
  DeadDetailReply,
  DeadListReply,
} from '@continuo/shared/protocol/dead-letter-api';

/** Dead letters as text for a terminal. */

const HEADINGS = ['TASK', 'GIVEN UP', 'ATTEMPTS', 'WHY', 'MODEL', 'KEPT', 'PROMPT'];
const PROMPT_CHARS_MAX = 60;
const MODEL_CHARS_MAX = 40;

export function describeList({ dead_letters, next_before }: DeadListReply): string {
  if (dead_letters.length === 0) return 'There are no dead letters.';
  const rows = dead_letters.map((letter) => [
    letter.task_id,
    describeTime(letter.at),
    String(letter.attempts),
    letter.code,
    shorten(letter.model, MODEL_CHARS_MAX),
    `${letter.kept_characters} characters`,
    letter.prompt === null ? '(gone; can only be dropped)' : shorten(letter.prompt, PROMPT_CHARS_MAX),
  ]);
  const table = alignColumns([HEADINGS, ...rows]);
  return next_before === null ? table : `${table}\nMore: npm run dead -- list --before ${next_before}`;
}

export function describeDetail(letter: DeadDetailReply): string {
  const { request } = letter;
  const lines = [
    ['task', letter.task_id],
    ['conversation', letter.conversation_id],
    ['given up', describeTime(letter.at)],
    ['why', `${letter.code}: ${letter.message}`],
    ['asked', `${request.provider} ${request.model}`],
    ['asked last', `${letter.provider} ${letter.model}`],
    ['kept', `${letter.kept_characters} characters in ${letter.kept_chunks} chunks`],
  ];
  const { system, messages } = request;
  const turns = [...(system === undefined ? [] : [{ role: 'system', content: system }]), ...messages];
  return printable(
    [
      alignColumns(lines),
      `\nAttempts (${letter.attempts})`,
      alignColumns(letter.failures.map(describeFailure)),
      '\nRequest',
      ...turns.map(({ role, content }) => `${role}: ${content}`),
      '\nKept text',
      letter.text === '' ? '(none)' : letter.text,
    ].join('\n'),
  );
}

function describeFailure(failure: AttemptFailure): string[] {
  return [
    `  ${failure.attempt}`,
    describeTime(failure.at),
    failure.worker,
    `${failure.provider} ${failure.model}`,
    `${failure.code === null ? '' : `${failure.code}: `}${failure.message}`,
    failure.followed_by === 'end' ? 'given up' : `then ${failure.followed_by}`,
  ];
}

function describeTime(unixMs: number): string {
  return new Date(unixMs).toISOString().replace(/\.\d+Z$/, 'Z');
}

function shorten(text: string, charsMax: number): string {
  return text.length <= charsMax ? text : `${text.slice(0, charsMax - 1).toWellFormed()}…`;
}

function alignColumns(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell) => printable(cell).replaceAll('\n', ' ')));
  const widths: number[] = [];
  for (const row of cells)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  return cells
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Texts of users and models could otherwise command the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]/gu, '\uFFFD');
}
