import Ban from 'lucide-solid/icons/ban';
import CircleCheck from 'lucide-solid/icons/circle-check';
import CirclePause from 'lucide-solid/icons/circle-pause';
import LoaderCircle from 'lucide-solid/icons/loader-circle';
import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import type { BatchStatus } from '@continuo/shared/protocol/batch-status';
import { Dynamic } from 'solid-js/web';
import type { Icon } from '../controls/icon.ts';
import { words } from './words.ts';

const LOOKS: Record<BatchStatus, { icon: Icon; class: string }> = {
  running: { icon: LoaderCircle, class: 'text-running' },
  paused: { icon: CirclePause, class: 'text-retrying' },
  cancelled: { icon: Ban, class: 'text-cancelled' },
  completed: { icon: CircleCheck, class: 'text-completed' },
};

/** Whether a batch goes on, by drawing, word and colour. */
export function BatchStatusMark(props: { batch: BatchReply }) {
  const look = () => LOOKS[props.batch.status];
  const isCancelling = () => props.batch.status === 'cancelled' && props.batch.finished_at === null;
  return (
    <span
      class={`inline-flex items-center gap-1.5 whitespace-nowrap ${look().class}`}
      data-testid="batch-status"
      data-status={props.batch.status}
      data-over={props.batch.finished_at === null ? undefined : ''}
    >
      <Dynamic
        component={look().icon}
        size={14}
        class={props.batch.status === 'running' ? 'animate-spin' : ''}
        aria-hidden="true"
      />
      {isCancelling() ? words().cancelling : words().status[props.batch.status]}
    </span>
  );
}
