import type { TaskStatus } from '@continuo/shared/protocol/task-status';
import { isTerminal } from '@continuo/shared/protocol/task-status';
import LoaderCircle from 'lucide-solid/icons/loader-circle';
import RotateCw from 'lucide-solid/icons/rotate-cw';
import { Match, Switch, type JSX } from 'solid-js';
import { StatusMark } from '../controls/status-mark.tsx';
import { words } from './list/words.ts';

interface TaskMarkProps {
  status: TaskStatus;
  /** Somebody asked for it to be cancelled: it is, when its end says so. */
  isCancelling?: boolean | undefined;
  isRetrying?: boolean | undefined;
}

/** The status of a task, and what is about to change it. */
export function TaskMark(props: TaskMarkProps) {
  const isOver = () => isTerminal(props.status);
  return (
    <Switch fallback={<StatusMark status={props.status} />}>
      <Match when={!isOver() && props.isCancelling}>
        <Passing class="text-cancelled" name="cancelling" label={words().cancelling}>
          <LoaderCircle size={14} class="animate-spin" aria-hidden="true" />
        </Passing>
      </Match>
      <Match when={!isOver() && props.isRetrying}>
        <Passing class="text-retrying" name="retrying" label={words().retrying}>
          <RotateCw size={14} aria-hidden="true" />
        </Passing>
      </Match>
    </Switch>
  );
}

function Passing(props: { class: string; name: string; label: string; children: JSX.Element }) {
  return (
    <span
      class={`inline-flex items-center gap-1.5 whitespace-nowrap ${props.class}`}
      data-status={props.name}
    >
      {props.children}
      {props.label}
    </span>
  );
}
