import CircleX from 'lucide-solid/icons/circle-x';
import { For, Show } from 'solid-js';
import { words } from '../words.ts';
import { FAULTS_SHOWN_MAX } from './check-lines.ts';

export interface ShownFault {
  line?: number | undefined;
  text: string;
}

export interface ShownFaults {
  title: string;
  faults: readonly ShownFault[];
  /** Of all, the shown ones included. */
  count: number;
}

/** The first lines that cannot be sent, and why: found by the page, or told by the service. */
export function FaultList(props: ShownFaults & { id: string }) {
  const shown = () => props.faults.slice(0, FAULTS_SHOWN_MAX);
  return (
    <div
      id={props.id}
      class="flex flex-col gap-2 rounded-card border border-failed px-4 py-3"
      role="alert"
      data-testid="line-faults"
    >
      <p class="flex items-center gap-2 font-medium text-failed">
        <CircleX size={14} aria-hidden="true" />
        {props.title}
      </p>
      <ul class="flex flex-col gap-1">
        <For each={shown()}>
          {(fault) => (
            <li class="break-words" data-line={fault.line}>
              <Show when={fault.line}>
                {(line) => <span class="font-medium tabular">{words().faults.line(line())} </span>}
              </Show>
              {fault.text}
            </li>
          )}
        </For>
      </ul>
      <Show when={props.count > shown().length}>
        <p class="text-muted">{words().faults.more(props.count - shown().length)}</p>
      </Show>
    </div>
  );
}
