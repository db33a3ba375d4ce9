import { onCleanup } from 'solid-js';
import type { TurnStatus } from '../../conversation/turns/turn-status.ts';
import { words } from '../words.ts';

interface WaitingLineProps {
  status: TurnStatus;
  position: number | undefined;
  onLeave: () => void;
}

/** Stands where the first line of the text will be, as high as it. Not before 600 ms: most texts begin sooner. */
export function WaitingLine(props: WaitingLineProps) {
  onCleanup(() => props.onLeave());
  return (
    <p class="appear-slowly flex h-6 items-center gap-3 text-muted" data-testid="waiting">
      <span class="h-3 w-40 rounded-[4px] bg-line" aria-hidden="true" />
      {props.status === 'queued' ? words().queued(props.position) : words().thinking}
    </p>
  );
}
