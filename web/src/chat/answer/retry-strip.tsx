import { FAILURES } from '@continuo/shared/protocol/failure';
import { onCleanup } from 'solid-js';
import { createClock } from '../../controls/create-clock.ts';
import { TextButton } from '../../controls/text-button.tsx';
import type { PendingRetry } from '../../conversation/answers/answer.ts';
import { explainCode } from '../../words/explain-code.ts';
import { words } from '../words.ts';

/** Says that the provider failed, when it is asked again, and how often at most. */
export function RetryStrip(props: { retry: PendingRetry; onStop: () => void; onLeave: () => void }) {
  onCleanup(() => props.onLeave());
  const now = createClock(() => true);
  const secondsLeft = () => Math.max(0, Math.ceil((props.retry.dueAt - now()) / 1000));
  return (
    <p
      class="tabular mt-4 flex flex-wrap gap-x-3 border-s-2 border-retrying ps-4 text-retrying"
      data-testid="retry"
    >
      <span>
        {words().retryIn({
          reason: explainCode(props.retry.code),
          attempt: props.retry.attempt,
          attemptsMax: Math.max(props.retry.attempt, attemptsOf(props.retry.code)),
          seconds: secondsLeft(),
        })}
      </span>
      <TextButton label={words().stop} onClick={props.onStop} />
    </p>
  );
}

/** The first attempt, and the retries that this failure is given. */
function attemptsOf(code: string): number {
  const policy = Object.entries(FAILURES).find(([known]) => known === code)?.[1];
  return 1 + (policy?.retries ?? 0);
}
