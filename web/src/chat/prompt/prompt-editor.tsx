import { createSignal } from 'solid-js';
import { Button } from '../../controls/button.tsx';
import { pageWords } from '../../words/page-words.ts';
import { GrowingField } from '../../controls/growing-field.tsx';
import { words } from '../words.ts';

interface PromptEditorProps {
  prompt: string;
  onSend: (prompt: string) => void;
  onCancel: () => void;
}

/** A message that was sent, to be sent otherwise: in the place where it stands. */
export function PromptEditor(props: PromptEditorProps) {
  // The text it begins with; what is written then is this field's own.
  const [text, setText] = createSignal(props.prompt);
  const send = (): void => {
    const prompt = text().trim();
    if (prompt !== '') props.onSend(prompt);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      // The innermost layer alone: not the answer that is being made.
      event.stopPropagation();
      props.onCancel();
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    send();
  };
  return (
    <div
      class="mb-5 rounded-card border border-control bg-raised p-3 ps-4 focus-within:border-accent"
      data-testid="prompt-editor"
    >
      <GrowingField
        testId="prompt-field"
        class="block max-h-[40dvh] w-full"
        label={words().editMessage}
        text={text()}
        onWrite={setText}
        onKeyDown={onKeyDown}
        onReady={(field) => {
          field.focus();
          field.setSelectionRange(field.value.length, field.value.length);
        }}
      />
      <div class="mt-2 flex items-center justify-end gap-2">
        <Button label={pageWords().cancel} onClick={() => props.onCancel()} testId="prompt-cancel" />
        <Button
          kind="primary"
          label={words().send}
          isDisabled={text().trim() === ''}
          onClick={send}
          testId="prompt-send"
        />
      </div>
    </div>
  );
}
