import { Match, Show, Switch } from 'solid-js';
import { explainFault } from '../../controls/fault-notice.tsx';
import { TextButton } from '../../controls/text-button.tsx';
import { pageWords } from '../../words/page-words.ts';
import type { Job } from './create-job.ts';

interface JobLineProps {
  job: Job;
  /** How far it is, or was when it ended. */
  running: (count: number) => string;
  done: (count: number) => string;
}

/** How a job goes, below the button that started it. */
export function JobLine(props: JobLineProps) {
  const state = () => props.job.state();
  const failed = () => {
    const now = state();
    return now.kind === 'failed' ? now : undefined;
  };
  const count = () => {
    const now = state();
    return now.kind === 'idle' ? 0 : now.count;
  };
  return (
    <p
      class="tabular flex flex-wrap items-center gap-3 text-meta empty:hidden"
      role="status"
      data-testid="job"
    >
      <Switch>
        <Match when={state().kind === 'running'}>
          <span class="text-muted">{props.running(count())}</span>
          <TextButton label={pageWords().cancel} onClick={props.job.stop} />
        </Match>
        <Match when={state().kind === 'done'}>
          <span class="text-completed">{props.done(count())}</span>
        </Match>
        <Match when={failed()}>
          {(end) => (
            <>
              <span class="text-failed">{explainFault(end().fault)}</span>
              <Show when={count() > 0}>
                <span class="text-muted">{props.running(count())}</span>
              </Show>
              <TextButton label={pageWords().tryAgain} onClick={props.job.start} />
            </>
          )}
        </Match>
      </Switch>
    </p>
  );
}
