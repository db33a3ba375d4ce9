import { createUniqueId, Show } from 'solid-js';
import { Button } from '../../controls/button.tsx';
import { withQueries } from '../../queries.tsx';
import { ConnectionBar } from '../../shell/connection/connection-bar.tsx';
import { PageHeader } from '../../shell/page-header.tsx';
import { BackLink } from '../back-link.tsx';
import { words } from '../words.ts';
import { hasFaults } from './create-input-check.ts';
import { createNewBatch, type Readiness } from './create-new-batch.ts';
import { ExpectedCost } from './expected-cost.tsx';
import { InputFaults } from './input-faults.tsx';
import { LinesField } from './lines-field.tsx';
import { SettingsFields } from './settings-fields.tsx';
import { StartingNote } from './starting-note.tsx';

/** `/batches/new`: what to ask, with what, and what that will roughly cost. */
export const NewBatchPage = withQueries(() => {
  const batch = createNewBatch();
  const faultsId = createUniqueId();
  return (
    <>
      <PageHeader title={words().newBatch} before={<BackLink />} />
      <ConnectionBar isBusy={false} />
      <main id="main" class="min-h-0 flex-1 overflow-y-auto" data-testid="new-batch-page">
        <form
          class="mx-auto grid max-w-[68rem] gap-x-8 gap-y-6 p-4 wide:grid-cols-[minmax(0,1fr)_20rem] wide:p-6"
          inert={batch.starting() !== undefined}
          onSubmit={(event) => {
            event.preventDefault();
            batch.start();
          }}
        >
          <div class="flex min-w-0 flex-col gap-4">
            <LinesField
              given={batch.given()}
              onChange={batch.give}
              faultsId={hasFaults(batch.check()) ? faultsId : undefined}
            />
            <InputFaults id={faultsId} state={batch.check()} refusal={batch.refusal()} />
          </div>
          <div class="flex flex-col gap-6">
            <SettingsFields
              fields={batch.fields()}
              onChange={batch.change}
              choice={batch.choice()}
              onChoose={batch.choose}
            />
            <ExpectedCost state={batch.check()} fields={batch.fields()} choice={batch.choice()} />
            <div class="flex items-center gap-3">
              <Button
                type="submit"
                kind="primary"
                label={words().form.start}
                isDisabled={batch.readiness().tag !== 'ready'}
                testId="start-batch"
              />
              <p class="text-meta text-muted" role="status">
                {whyNot(batch.readiness())}
              </p>
            </div>
          </div>
        </form>
        <Show when={batch.starting()}>
          <StartingNote onStop={batch.stop} />
        </Show>
      </main>
    </>
  );
});

function whyNot({ tag }: Readiness): string {
  const { checking, needLines, fixFirst } = words().form;
  return { ready: '', checking, no_lines: needLines, faults: fixFirst }[tag];
}
