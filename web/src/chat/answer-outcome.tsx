import { Match, Show, Switch } from 'solid-js';
import type { AnswerOutcome as Outcome } from '../conversation/answer.ts';
import { explainCode } from '../words/explain-code.ts';
import { pageWords } from '../words/page-words.ts';
import { words } from './words.ts';
import { TextButton } from '../controls/text-button.tsx';

/** How an answer ended, where it did not simply end. */
export function AnswerOutcome(props: { outcome: Outcome | undefined; onAskAgain: () => void }) {
  const failed = () => (props.outcome?.kind === 'failed' ? props.outcome : undefined);
  const early = () =>
    props.outcome?.kind === 'completed' ? words().endedBy[props.outcome.finishReason] : undefined;
  return (
    <Switch>
      <Match when={failed()}>
        {(failure) => (
          <div class="mt-4 border-s-2 border-failed ps-4" data-testid="failure" data-code={failure().code}>
            <p class="font-medium text-failed">{explainCode(failure().code)}</p>
            <Show when={failure().message}>
              <p class="mt-0.5 wrap-anywhere text-muted">{failure().message}</p>
            </Show>
            <p class="mt-1.5">
              <TextButton label={pageWords().tryAgain} onClick={props.onAskAgain} testId="try-again" />
            </p>
          </div>
        )}
      </Match>
      <Match when={props.outcome?.kind === 'cancelled'}>
        <p class="mt-4 flex gap-3 text-muted" data-testid="stopped">
          {words().stoppedByYou}
          <TextButton label={pageWords().tryAgain} onClick={props.onAskAgain} testId="try-again" />
        </p>
      </Match>
      <Match when={early()}>{(reason) => <p class="mt-4 text-muted">{reason()}</p>}</Match>
    </Switch>
  );
}
