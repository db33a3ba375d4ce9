import { words } from '../words/words.ts';
import { Skeleton } from './skeleton.tsx';

/** Stands where the text will be, until its first word. */
export function WaitingLine(props: { isQueued: boolean }) {
  return (
    <div class="skeleton">
      <p class="text-meta text-muted">{props.isQueued ? words.queued : words.thinking}</p>
      <Skeleton />
    </div>
  );
}
