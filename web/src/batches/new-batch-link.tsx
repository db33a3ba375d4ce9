import { A } from '@solidjs/router';
import Plus from 'lucide-solid/icons/plus';
import { words } from './words.ts';

export function NewBatchLink() {
  return (
    <A
      href="/batches/new"
      class="target inline-flex h-8 shrink-0 items-center gap-2 rounded-control bg-accent px-3 font-medium whitespace-nowrap text-on-accent transition hover:opacity-90"
      data-testid="new-batch"
    >
      <Plus size={14} aria-hidden="true" />
      {words().newBatch}
    </A>
  );
}
