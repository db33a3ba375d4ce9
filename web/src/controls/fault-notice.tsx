import { Show } from 'solid-js';
import type { ApiFault } from '../continuo-client/api/api-fault.ts';
import { explainCode } from '../words/explain-code.ts';
import { pageWords } from '../words/page-words.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** A call that failed for good, said in one sentence, with a way to try again. */
export function FaultNotice(props: { fault: ApiFault; onTryAgain?: () => void }) {
  return (
    <Notice text={explainFault(props.fault)} isFault testId="fault">
      <Show when={props.onTryAgain}>
        {(tryAgain) => <Button label={pageWords().tryAgain} onClick={() => tryAgain()()} />}
      </Show>
    </Notice>
  );
}

/** One sentence, with the service's own detail where it gives one. */
export function explainFault(fault: ApiFault): string {
  if (fault.kind !== 'problem') return pageWords().unreachable;
  const { code, detail } = fault.problem;
  return [explainCode(code), detail].filter(Boolean).join(' ');
}
