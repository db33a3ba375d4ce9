import { For, onMount } from 'solid-js';
import type { ApiFault } from '../continuo-client/api-fault.ts';
import { useServices } from '../services.ts';
import { explainCode } from '../words/explain-code.ts';
import { pageWords } from '../words/page-words.ts';
import { words } from './words.ts';
import { TextButton } from '../controls/text-button.tsx';

/** Under a message that the service did not take: why, and what can be done. */
export function UnsentNote(props: {
  fault: ApiFault | undefined;
  onSendAgain: () => void;
  onDiscard: () => void;
}) {
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
      <p class="flex gap-3">
        <TextButton label={words().sendAgain} onClick={props.onSendAgain} />
        <TextButton label={words().discard} onClick={props.onDiscard} />
      </p>
    </div>
  );
}
