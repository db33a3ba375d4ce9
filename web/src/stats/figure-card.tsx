import { A } from '@solidjs/router';
import type { StatsWindow } from '@continuo/shared/protocol/stats-window';
import ArrowDown from 'lucide-solid/icons/arrow-down';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import { For, Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { formatPercent, formatTenths } from '../words/format.ts';
import type { Change } from './compare.ts';
import { words } from './words.ts';

export interface FigureNote {
  text: string;
  href?: string;
}

interface FigureCardProps {
  label: string;
  value: string;
  /** Where what it counts is listed. */
  href?: string;
  change?: Change | undefined;
  /** The change is between shares: it is told in points. */
  inPoints?: boolean;
  window: StatsWindow;
  notes: readonly FigureNote[];
  testId: string;
}

/** One figure, what it was before, and what there is to say of it. */
export function FigureCard(props: FigureCardProps) {
  return (
    <div
      class="flex min-w-0 flex-col gap-1 rounded-card border border-line bg-raised p-4"
      data-testid={props.testId}
    >
      <dt class="text-meta text-muted">{props.label}</dt>
      <dd class="flex flex-wrap items-baseline gap-x-2 text-title font-semibold tabular">
        <Show when={props.href} fallback={<span data-testid="value">{props.value}</span>}>
          {(href) => (
            <A
              href={href()}
              class="rounded-[6px] hover:underline hover:underline-offset-4"
              data-testid="value"
            >
              {props.value}
            </A>
          )}
        </Show>
        <Show when={props.change}>
          {(change) => <ChangeMark change={change()} inPoints={props.inPoints} window={props.window} />}
        </Show>
      </dd>
      <For each={props.notes}>
        {(note) => (
          <dd class="text-meta text-muted tabular">
            <Show when={note.href} fallback={note.text}>
              {(href) => (
                <A href={href()} class="rounded-[6px] underline-offset-2 hover:text-text hover:underline">
                  {note.text}
                </A>
              )}
            </Show>
          </dd>
        )}
      </For>
    </div>
  );
}

function ChangeMark(props: { change: Change; inPoints: boolean | undefined; window: StatsWindow }) {
  const size = () =>
    props.inPoints
      ? words().points(formatTenths(props.change.size * 100))
      : formatPercent(coarsen(props.change.size));
  const sentence = () => {
    const { up, down, same } = words().change;
    if (props.change.direction === 'same') return same(props.window);
    return (props.change.direction === 'up' ? up : down)(size(), props.window);
  };
  return (
    <span class="inline-flex items-center gap-0.5 text-meta font-medium text-muted" title={sentence()}>
      <Show when={props.change.direction !== 'same'} fallback={<span aria-hidden="true">±0</span>}>
        <Dynamic
          component={props.change.direction === 'up' ? ArrowUp : ArrowDown}
          size={12}
          aria-hidden="true"
        />
        <span aria-hidden="true">{size()}</span>
      </Show>
      <span class="sr-only">{sentence()}</span>
    </span>
  );
}

/** Tenths of a percent say something of small changes alone. */
function coarsen(share: number): number {
  return share < 0.1 ? share : Math.round(share * 100) / 100;
}
