import { words } from './words.ts';
import { Skeleton } from '../controls/skeleton.tsx';

/** Stands where the text will be, until its first word. */
export function WaitingLine(props: { isQueued: boolean }) {
  return (
    <div class="skeleton">
      <p class="text-meta text-muted">{props.isQueued ? words().queued : words().thinking}</p>
      <Skeleton />
    </div>
  );
}
