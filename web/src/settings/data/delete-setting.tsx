import { createSignal } from 'solid-js';
import { Button } from '../../controls/button.tsx';
import { Dialog } from '../../controls/dialog.tsx';
import { useServices } from '../../services.ts';
import { pageWords } from '../../words/page-words.ts';
import { Setting } from '../setting.tsx';
import { words } from '../words.ts';
import { createJob } from './create-job.ts';
import { deleteConversations } from './delete-conversations.ts';
import { JobLine } from './job-line.tsx';

export function DeleteSetting() {
  const services = useServices();
  const [isAsking, setAsking] = createSignal(false);
  const job = createJob(
    (context) => deleteConversations({ services, ...context }),
    () => services.conversations.refresh(),
  );
  return (
    <Setting label={words().deleteAll} hint={words().deleteAllMeaning} testId="delete">
      {() => (
        <>
          <Button
            kind="danger"
            label={words().deleteAllAction}
            isDisabled={job.state().kind === 'running'}
            onClick={() => setAsking(true)}
            testId="delete-all"
          />
          <JobLine job={job} running={words().deleting} done={words().deleted} />
          <Dialog
            isOpen={isAsking()}
            title={words().deleteAllQuestion}
            onClose={() => setAsking(false)}
            testId="delete-dialog"
          >
            <TypedConfirmation
              onConfirm={() => {
                setAsking(false);
                job.start();
              }}
              onClose={() => setAsking(false)}
            />
          </Dialog>
        </>
      )}
    </Setting>
  );
}

/** What cannot be taken back is written out: nobody does that by accident. */
function TypedConfirmation(props: { onConfirm: () => void; onClose: () => void }) {
  const [text, setText] = createSignal('');
  const isRight = () => text().trim().toLocaleLowerCase() === words().deleteWord.toLocaleLowerCase();
  return (
    <form
      class="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isRight()) props.onConfirm();
      }}
    >
      <p class="text-muted">{words().deleteAllEffect}</p>
      <label class="flex flex-col gap-1.5">
        {words().typeToDelete(words().deleteWord)}
        <input
          class="h-9 rounded-control border border-control bg-page px-2.5"
          value={text()}
          onInput={(event) => setText(event.currentTarget.value)}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          data-testid="delete-word"
        />
      </label>
      <div class="flex justify-end gap-2">
        <Button label={pageWords().cancel} onClick={props.onClose} />
        <Button
          kind="danger"
          type="submit"
          label={words().deleteAllConfirm}
          isDisabled={!isRight()}
          testId="delete-confirm"
        />
      </div>
    </form>
  );
}
