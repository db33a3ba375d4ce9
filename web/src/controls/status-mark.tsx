import Ban from 'lucide-solid/icons/ban';
import CircleCheck from 'lucide-solid/icons/circle-check';
import CircleX from 'lucide-solid/icons/circle-x';
import Clock from 'lucide-solid/icons/clock';
import LoaderCircle from 'lucide-solid/icons/loader-circle';
import type { TaskStatus } from '@continuo/shared/protocol/task-status';
import { Dynamic } from 'solid-js/web';
import { pageWords } from '../words/page-words.ts';
import type { Icon } from './icon.ts';

const LOOKS: Record<TaskStatus, { icon: Icon; class: string }> = {
  queued: { icon: Clock, class: 'text-muted' },
  running: { icon: LoaderCircle, class: 'text-running' },
  completed: { icon: CircleCheck, class: 'text-completed' },
  failed: { icon: CircleX, class: 'text-failed' },
  cancelled: { icon: Ban, class: 'text-cancelled' },
};

/** The status of a task by drawing, word and colour: never by colour alone. */
export function StatusMark(props: { status: TaskStatus }) {
  return (
    <span
      class={`inline-flex items-center gap-1.5 whitespace-nowrap ${LOOKS[props.status].class}`}
      data-status={props.status}
    >
      <Dynamic
        component={LOOKS[props.status].icon}
        size={14}
        class={props.status === 'running' ? 'animate-spin' : ''}
        aria-hidden="true"
      />
      {pageWords().status[props.status]}
    </span>
  );
}
