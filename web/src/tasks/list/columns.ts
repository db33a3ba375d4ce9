import { createSignal, type Accessor } from 'solid-js';
import { lastingStorage } from '../../open-storage.ts';

/** Columns of the table of tasks, in their order, with the widths of a grid. */
export const COLUMN_WIDTHS = {
  status: '7.25rem',
  task: '6rem',
  prompt: 'minmax(10rem, 1fr)',
  model: 'minmax(5rem, 7.5rem)',
  worker: 'minmax(5rem, 7.5rem)',
  attempt: '4.5rem',
  chunks: '4.5rem',
  tokens: '4rem',
  cost: '5.75rem',
  started: '6.25rem',
  firstText: '5rem',
  duration: '5.75rem',
} as const;

export type ColumnName = keyof typeof COLUMN_WIDTHS;
export const COLUMN_NAMES = Object.keys(COLUMN_WIDTHS) as ColumnName[];

/** Without these a row says nothing. */
export const FIXED_COLUMNS: ReadonlySet<ColumnName> = new Set(['status', 'prompt']);
export const FIGURE_COLUMNS: ReadonlySet<ColumnName> = new Set([
  'attempt',
  'chunks',
  'tokens',
  'cost',
  'started',
  'firstText',
  'duration',
]);
const HIDDEN_AT_FIRST: readonly ColumnName[] = ['worker', 'chunks', 'firstText'];
const STORAGE_KEY = 'continuo:task-columns';

export interface Columns {
  shown: Accessor<readonly ColumnName[]>;
  /** For `grid-template-columns`, the boxes to select by first. */
  template: Accessor<string>;
  toggle: (name: ColumnName) => void;
}

/** The columns that are shown, as they were chosen on this machine. */
export function createColumns(): Columns {
  const [hidden, setHidden] = createSignal(parseHidden(lastingStorage.get(STORAGE_KEY)));
  const shown = (): ColumnName[] => COLUMN_NAMES.filter((name) => !hidden().includes(name));
  return {
    shown,
    template: () => ['2.25rem', ...shown().map((name) => COLUMN_WIDTHS[name])].join(' '),
    toggle: (name) => {
      if (FIXED_COLUMNS.has(name)) return;
      const isHidden = hidden().includes(name);
      const next = isHidden ? hidden().filter((other) => other !== name) : [...hidden(), name];
      setHidden(next);
      lastingStorage.set(STORAGE_KEY, next.join(' '));
    },
  };
}

function parseHidden(stored: string | undefined): readonly ColumnName[] {
  if (stored === undefined) return HIDDEN_AT_FIRST;
  const names = stored.split(' ');
  return COLUMN_NAMES.filter((name) => names.includes(name) && !FIXED_COLUMNS.has(name));
}
