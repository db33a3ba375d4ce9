import { ConfirmDialog } from '../../controls/confirm-dialog.tsx';
import type { Canceller } from './create-canceller.ts';
import { words } from './words.ts';

export function CancelDialog(props: { canceller: Canceller }) {
  const count = () => props.canceller.asked().length;
  return (
    <ConfirmDialog
      isOpen={count() > 0}
      title={words().cancelTitle(count())}
      text={words().cancelMeaning}
      action={words().cancelSelected(count())}
      onConfirm={props.canceller.confirm}
      onClose={props.canceller.dismiss}
    />
  );
}
