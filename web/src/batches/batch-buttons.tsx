import Ban from 'lucide-solid/icons/ban';
import Pause from 'lucide-solid/icons/pause';
import Play from 'lucide-solid/icons/play';
import RotateCcw from 'lucide-solid/icons/rotate-ccw';
import Trash from 'lucide-solid/icons/trash';
import type { BatchReply } from '@continuo/shared/protocol/batch-api';
import { createSignal, Show } from 'solid-js';
import { Button } from '../controls/button.tsx';
import { ConfirmDialog } from '../controls/confirm-dialog.tsx';
import { Menu, type MenuAction } from '../controls/menu.tsx';
import { countEnded, decideActions, type PossibleActions } from './progress.ts';
import { createBatchActions } from './create-batch-actions.ts';
import { makeDownloads } from './make-downloads.ts';
import { words } from './words.ts';

/** What can be done with a batch now: the usual thing as a button, the rest in a menu. */
export function BatchButtons(props: { batch: BatchReply; onRemoved?: () => void }) {
  const actions = createBatchActions(() => props.onRemoved?.());
  const downloadsOf = makeDownloads();
  const possible = () => decideActions(props.batch);
  const [asking, setAsking] = createSignal<Question>();
  const change = (verb: 'pause' | 'resume' | 'retry') => () => actions.change(verb, props.batch);
  const isBusy = () => actions.pending() !== undefined;

  const rest = (): MenuAction[] => [...downloadsOf(props.batch), ...dangerousActions(possible(), setAsking)];

  return (
    <div class="flex flex-wrap items-center justify-end gap-2">
      <Show when={possible().retry}>
        <Button
          icon={RotateCcw}
          label={words().retry(props.batch.progress.failed)}
          isDisabled={isBusy()}
          onClick={change('retry')}
          testId="retry-failed"
        />
      </Show>
      <Show when={possible().pause}>
        <Button
          icon={Pause}
          label={words().pause}
          isDisabled={isBusy()}
          onClick={change('pause')}
          testId="pause"
        />
      </Show>
      <Show when={possible().resume}>
        <Button
          icon={Play}
          label={words().resume}
          isDisabled={isBusy()}
          onClick={change('resume')}
          testId="resume"
        />
      </Show>
      <Menu label={words().moreActions(props.batch.name)} actions={rest()} testId="batch-menu" />
      <Questions
        batch={props.batch}
        asking={asking()}
        onCancel={() => actions.change('cancel', props.batch)}
        onRemove={() => actions.remove(props.batch)}
        onClose={() => setAsking(undefined)}
      />
    </div>
  );
}

type Question = 'cancel' | 'remove';

/** Asked before what cannot be taken back. */
function Questions(props: {
  batch: BatchReply;
  asking: Question | undefined;
  onCancel: () => void;
  onRemove: () => void;
  onClose: () => void;
}) {
  const open = () => props.batch.progress.total - countEnded(props.batch.progress);
  return (
    <>
      <ConfirmDialog
        isOpen={props.asking === 'cancel'}
        title={words().cancelTitle}
        text={words().cancelText(open())}
        action={words().cancelConfirm}
        keep={words().keepRunning}
        onConfirm={() => props.onCancel()}
        onClose={() => props.onClose()}
      />
      <ConfirmDialog
        isOpen={props.asking === 'remove'}
        title={words().deleteTitle}
        text={words().deleteText}
        action={words().deleteConfirm}
        onConfirm={() => props.onRemove()}
        onClose={() => props.onClose()}
      />
    </>
  );
}

function dangerousActions(possible: PossibleActions, ask: (question: Question) => void): MenuAction[] {
  const cancel = {
    label: words().cancel,
    icon: Ban,
    isDanger: true,
    onSelect: () => ask('cancel'),
    testId: 'cancel-batch',
  };
  const remove = {
    label: words().delete,
    icon: Trash,
    isDanger: true,
    onSelect: () => ask('remove'),
    testId: 'delete-batch',
  };
  return [...(possible.cancel ? [cancel] : []), ...(possible.delete ? [remove] : [])];
}
