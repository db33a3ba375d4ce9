import { A } from '@solidjs/router';
import ChevronLeft from 'lucide-solid/icons/chevron-left';
import { words } from './words.ts';

/** From one batch to all of them. */
export function BackLink() {
  return (
    <A
      href="/batches"
      end
      class="target grid size-8 shrink-0 place-items-center rounded-control text-muted transition-colors hover:bg-panel hover:text-text"
      aria-label={words().toList}
      title={words().toList}
    >
      <ChevronLeft size={16} aria-hidden="true" />
    </A>
  );
}
