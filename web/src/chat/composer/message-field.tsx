import { GrowingField } from '../../controls/growing-field.tsx';
import { words } from '../words.ts';

const FIELD_ID = 'composer';

interface MessageFieldProps {
  text: string;
  onWrite: (text: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** Where the next message is written: up to two fifths of the screen. */
export function MessageField(props: MessageFieldProps) {
  return (
    <GrowingField
      id={FIELD_ID}
      testId="composer"
      class="max-h-[40dvh] min-h-9 min-w-0 flex-1 py-1.5"
      label={words().message}
      placeholder={words().messagePlaceholder}
      hint={words().composerHint}
      text={props.text}
      onWrite={props.onWrite}
      onKeyDown={props.onKeyDown}
      onReady={welcomeWriter}
    />
  );
}

/** Not on a phone: its keyboard would cover half of what is to be read. */
function welcomeWriter(): void {
  if (matchMedia('(pointer: fine)').matches) focusMessageField();
}

export function focusMessageField(): void {
  document.getElementById(FIELD_ID)?.focus();
}
