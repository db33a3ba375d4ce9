import { Match, Show, Switch, type ParentProps } from 'solid-js';
import { TextButton } from '../../controls/text-button.tsx';
import { TextLink } from '../../controls/text-link.tsx';
import type { Answer, AnswerOutcome as Outcome } from '../../conversation/answers/answer.ts';
import { explainCode } from '../../words/explain-code.ts';
import { canContinue } from './can-continue.ts';
import { words } from '../words.ts';

interface AnswerOutcomeProps {
  answer: Answer | undefined;
  taskId: string | undefined;
  onRegenerate: () => void;
  onContinue: () => void;
}

/** How an answer ended, where it did not simply end. What there is of it stays above. */
export function AnswerOutcome(props: AnswerOutcomeProps) {
  const outcome = () => props.answer?.outcome;
  const isContinuable = () => canContinue(props.answer);
  return (
    <Switch>
      <Match when={outcomeOf(outcome(), 'failed')}>
        {(failure) => (
          <div class="mt-4 border-s-2 border-failed ps-4" data-testid="failure" data-code={failure().code}>
            <p class="font-medium text-failed">{explainCode(failure().code)}</p>
            <Show when={failure().message}>
              <p class="mt-0.5 wrap-anywhere text-muted" translate="no">
                {failure().message}
              </p>
            </Show>
            <p class="mt-0.5 text-meta text-muted">
              <code class="font-mono">{failure().code}</code>
              {' · '}
              {words().attempts(props.answer?.attempt ?? 0)}
            </p>
            <p class="mt-2 flex flex-wrap gap-x-4">
              <TextButton label={words().retry} onClick={props.onRegenerate} testId="try-again" />
              <Show when={isContinuable()}>
                <TextButton label={words().continue} onClick={props.onContinue} testId="continue" />
              </Show>
              <Show when={props.taskId}>
                {(taskId) => <TextLink label={words().openTask} href={`/tasks/${taskId()}`} />}
              </Show>
            </p>
          </div>
        )}
      </Match>
      <Match when={outcomeOf(outcome(), 'cancelled')}>
        <EarlyEnd text={words().stoppedByYou} testId="stopped">
          <Show when={isContinuable()}>
            <TextButton label={words().continue} onClick={props.onContinue} testId="continue" />
          </Show>
          <TextButton label={words().regenerate} onClick={props.onRegenerate} testId="try-again" />
        </EarlyEnd>
      </Match>
      <Match when={endedBy(outcome())}>
        {(reason) => (
          <EarlyEnd text={reason()} testId="ended-early">
            <Show when={isContinuable()}>
              <TextButton label={words().continue} onClick={props.onContinue} testId="continue" />
            </Show>
          </EarlyEnd>
        )}
      </Match>
    </Switch>
  );
}

function EarlyEnd(props: ParentProps<{ text: string; testId: string }>) {
  return (
    <p class="mt-4 flex flex-wrap gap-x-4 border-s-2 border-line ps-4 text-muted" data-testid={props.testId}>
      {props.text}
      {props.children}
    </p>
  );
}

function outcomeOf<Kind extends Outcome['kind']>(
  outcome: Outcome | undefined,
  kind: Kind,
): Extract<Outcome, { kind: Kind }> | undefined {
  return outcome?.kind === kind ? (outcome as Extract<Outcome, { kind: Kind }>) : undefined;
}

/** A sentence for an answer that is complete and yet was cut short. */
function endedBy(outcome: Outcome | undefined): string | undefined {
  const completed = outcomeOf(outcome, 'completed');
  return completed && words().endedBy[completed.finishReason];
}
