import type { WorkflowAttempt } from '@continuo/shared/protocol/workflow-api';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import { For, Match, Switch } from 'solid-js';
import { formatCount, formatDuration, formatExactTime } from '../../words/format.ts';
import { describeEntry } from './describe-entry.ts';
import type { EventLine } from './group-entries.ts';
import { textOf, type LoggedEntry } from './logged-entry.ts';
import { words } from './words.ts';

/** By the room there is beside the pane: in two lines, in one, and more and more of it. */
const GRID =
  'grid grid-cols-[3rem_minmax(0,1fr)] items-center gap-x-3 px-2 @min-[34rem]:grid-cols-[3rem_7.5rem_9.5rem_minmax(0,1fr)] @min-[44rem]:grid-cols-[3rem_7.5rem_4.5rem_9.5rem_minmax(0,1fr)] @min-[54rem]:grid-cols-[3rem_7.5rem_4.5rem_9.5rem_4rem_7rem_minmax(0,1fr)]';
const IN_LINE = '@max-[34rem]:hidden';
const WITH_ROOM = '@max-[44rem]:hidden';
const IN_WHOLE = '@max-[54rem]:hidden';
const LOOKS = {
  seq: 'text-end',
  time: IN_LINE,
  delta: `${WITH_ROOM} text-end`,
  type: '',
  attempt: IN_WHOLE,
  worker: IN_WHOLE,
  summary: '',
} as const;
const COLUMNS = Object.keys(LOOKS) as (keyof typeof LOOKS)[];

export function EventHead() {
  return (
    <div role="rowgroup" class="@max-[34rem]:sr-only">
      <div role="row" class={`${GRID} h-row border-b border-line text-meta font-medium text-muted`}>
        <For each={COLUMNS}>
          {(column) => (
            <div role="columnheader" class={LOOKS[column]}>
              {words().column[column]}
            </div>
          )}
        </For>
      </div>
    </div>
  );
}

interface EventRowProps {
  line: EventLine;
  attempts: readonly WorkflowAttempt[];
  selected: number | undefined;
  hrefOf: (seq: number) => string;
  onToggle: (key: number) => void;
}

export function EventRow(props: EventRowProps) {
  const line = () => props.line;
  const first = () => firstOf(line());
  const attempt = () => attemptOf(first(), props.attempts);
  const isSelected = () => line().kind === 'entry' && first()?.seq === props.selected;
  return (
    <div
      class={`${GRID} relative min-h-row border-b border-line/70 py-1 hover:bg-panel @min-[34rem]:h-row @min-[34rem]:py-0`}
      classList={{ 'bg-bubble hover:bg-bubble': isSelected() }}
      data-testid="event-row"
      data-seq={first()?.seq}
      data-selected={isSelected() ? '' : undefined}
    >
      <div role="cell" class={`tabular text-muted ${LOOKS.seq}`}>
        {formatCount(first()?.seq ?? 0)}
      </div>
      <div role="cell" class={`tabular font-mono text-meta ${LOOKS.time}`}>
        {formatExactTime(first()?.at ?? 0)}
      </div>
      <div role="cell" class={`tabular text-meta text-muted ${LOOKS.delta}`}>
        {line().deltaMs === undefined ? '' : `+${formatDuration(line().deltaMs ?? 0)}`}
      </div>
      <div role="cell" class="min-w-0 truncate">
        <EventName line={line()} hrefOf={props.hrefOf} onToggle={props.onToggle} />
      </div>
      <div role="cell" class={`tabular text-muted ${LOOKS.attempt}`}>
        {attempt()?.attempt}
      </div>
      <div role="cell" class={`truncate text-muted ${LOOKS.worker}`}>
        {attempt()?.worker}
      </div>
      <div
        role="cell"
        class="min-w-0 truncate text-muted @max-[34rem]:col-start-2"
        title={summaryOf(line())}
        // Of a chunk it is what the model wrote.
        translate="no"
      >
        {summaryOf(line())}
      </div>
    </div>
  );
}

function EventName(props: Pick<EventRowProps, 'line' | 'hrefOf' | 'onToggle'>) {
  const group = () => (props.line.kind === 'chunks' ? props.line : undefined);
  const entry = () => (props.line.kind === 'entry' ? props.line : undefined);
  return (
    <Switch>
      <Match when={group()}>
        {(chunks) => (
          <button
            type="button"
            class="flex items-center gap-1 font-mono text-meta after:absolute after:inset-0"
            aria-expanded={chunks().isOpen}
            title={chunks().isOpen ? words().fold : words().expand}
            onClick={() => props.onToggle(chunks().key)}
            data-testid="event-group"
          >
            {words().chunks(chunks().entries.length)}
            <ChevronRight
              size={12}
              class={`transition-transform ${chunks().isOpen ? 'rotate-90' : ''}`}
              aria-hidden="true"
            />
          </button>
        )}
      </Match>
      <Match when={entry()}>
        {(own) => (
          <a
            href={props.hrefOf(own().entry.seq)}
            class="font-mono text-meta after:absolute after:inset-0"
            classList={{ 'ps-4': own().isOfGroup }}
          >
            {own().entry.type}
          </a>
        )}
      </Match>
    </Switch>
  );
}

function firstOf(line: EventLine): LoggedEntry | undefined {
  return line.kind === 'entry' ? line.entry : line.entries[0];
}

function summaryOf(line: EventLine): string {
  if (line.kind === 'entry') return describeEntry(line.entry);
  return words().characters(line.entries.reduce((sum, entry) => sum + textOf(entry).length, 0));
}

/** The attempt that an entry is of: what came before the first, or from somebody else, is of none. */
function attemptOf(
  entry: LoggedEntry | undefined,
  attempts: readonly WorkflowAttempt[],
): WorkflowAttempt | undefined {
  if (!entry) return undefined;
  const attempt = attempts.findLast(({ started_seq: seq }) => seq <= entry.seq);
  return attempt?.epoch === entry.epoch ? attempt : undefined;
}
