import { For, onMount } from 'solid-js';
import type { ApiFault } from '../../continuo-client/api/api-fault.ts';
import { TextButton } from '../../controls/text-button.tsx';
import { useServices } from '../../services.ts';
import { explainCode } from '../../words/explain-code.ts';
import { pageWords } from '../../words/page-words.ts';
import { words } from '../words.ts';

interface UnsentNoteProps {
  fault: ApiFault | undefined;
  onSendAgain: () => void;
  onEdit: () => void;
  onDiscard: () => void;
}

/** Under a message that the service did not take: why, and what can be done. */
export function UnsentNote(props: UnsentNoteProps) {
  const { announcer } = useServices();
  const problem = () => (props.fault?.kind === 'problem' ? props.fault.problem : undefined);
  onMount(() => announcer.sayUrgently(words().notSentAlert));
  return (
    <div class="mt-2 flex flex-col items-end gap-1 text-end" data-testid="unsent" data-status="unsent">
      <p class="text-failed">
        {words().notSent} {problem() ? explainCode(problem()?.code ?? '') : pageWords().unreachable}
      </p>
      <For each={problem()?.errors}>
        {({ pointer, detail }) => (
          <p class="text-meta text-muted">
            <code class="font-mono">{pointer}</code> {detail}
          </p>
        )}
      </For>
      <p class="flex gap-4">
        <TextButton label={words().retry} onClick={props.onSendAgain} testId="send-again" />
        <TextButton label={pageWords().edit} onClick={props.onEdit} testId="edit-unsent" />
        <TextButton label={pageWords().delete} onClick={props.onDiscard} testId="discard" />
      </p>
    </div>
  );
}
