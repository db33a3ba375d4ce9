import type { PendingRetry } from '../conversation/answer.ts';
import { explainCode } from '../words/explain-code.ts';
import { words } from './words.ts';
import { createClock } from '../controls/create-clock.ts';

/** Says that the provider failed and when it is asked again. */
export function RetryStrip(props: { retry: PendingRetry }) {
  const now = createClock(() => true);
  const secondsLeft = () => Math.max(0, Math.ceil((props.retry.dueAt - now()) / 1000));
  return (
    <p class="tabular mt-4 border-s-2 border-retrying ps-4 text-retrying" data-testid="retry">
      {words().retryIn(explainCode(props.retry.code), props.retry.attempt, secondsLeft())}
    </p>
  );
}
