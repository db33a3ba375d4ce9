import { For } from 'solid-js';
import { formatDuration } from '../../words/format.ts';
import type { Timeline } from './layout-timeline.ts';
import { endOfRow, lengthOfRow, nameRow } from './name-row.ts';
import { words } from './words.ts';

/** The same without a drawing: for readers of the screen, and for who wants figures. */
export function TimelineTable(props: { timeline: Timeline }) {
  const columns = ['what', 'from', 'length', 'end'] as const;
  return (
    <details class="mt-4" data-testid="timeline-table">
      <summary class="target w-fit rounded-[6px] text-muted hover:text-text">{words().showTable}</summary>
      <div class="overflow-x-auto" tabindex="0">
        <table
          class="tabular mt-2 [&_td]:py-1 [&_td]:pe-8 [&_th]:py-1 [&_th]:pe-8 [&_th]:text-start [&_th]:font-medium"
          aria-label={words().table}
        >
          <thead class="text-meta text-muted">
            <tr>
              <For each={columns}>{(name) => <th>{words().column[name]}</th>}</For>
            </tr>
          </thead>
          <tbody>
            <For each={props.timeline.rows}>
              {(row) => (
                <tr class="border-t border-line">
                  <th scope="row">{nameRow(row)}</th>
                  <td>{formatDuration(row.from - props.timeline.whole.from)}</td>
                  <td>{lengthOfRow(row)}</td>
                  <td>{endOfRow(row)}</td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </div>
    </details>
  );
}
