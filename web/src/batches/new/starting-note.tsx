import LoaderCircle from 'lucide-solid/icons/loader-circle';
import { TextButton } from '../../controls/text-button.tsx';
import { words } from '../words.ts';

/** A batch is being sent, however long that takes. */
export function StartingNote(props: { onStop: () => void }) {
  return (
    <div
      class="sticky bottom-0 flex items-center gap-4 border-t border-line bg-raised px-6 py-3"
      role="status"
      data-testid="starting"
    >
      <LoaderCircle size={16} class="shrink-0 animate-spin text-running" aria-hidden="true" />
      <p class="min-w-0 flex-1">
        <span class="font-medium">{words().form.starting}</span>{' '}
        <span class="text-muted">{words().form.startingHint}</span>
      </p>
      <TextButton label={words().form.stopSending} onClick={() => props.onStop()} testId="stop-sending" />
    </div>
  );
}
