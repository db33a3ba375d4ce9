import { pageWords } from '../words/page-words.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

interface ConfirmDialogProps {
  isOpen: boolean;
  title: string;
  /** What will happen, in a sentence or two. */
  text: string;
  /** What the button that does it says. */
  action: string;
  /** What the safe button says, where "Cancel" could mean either. */
  keep?: string;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asked before what cannot be taken back. The safe button has the focus. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Dialog isOpen={props.isOpen} title={props.title} onClose={props.onClose} testId="confirm">
      <p class="text-muted">{props.text}</p>
      <div class="flex justify-end gap-2">
        <Button label={props.keep ?? pageWords().cancel} onClick={props.onClose} testId="confirm-no" />
        <Button
          kind="danger"
          label={props.action}
          onClick={() => {
            props.onConfirm();
            props.onClose();
          }}
          testId="confirm-yes"
        />
      </div>
    </Dialog>
  );
}
