import { TITLE_CHARS_MAX } from '@continuo/shared/protocol/limits';
import { onMount } from 'solid-js';
import { words } from '../words.ts';

interface RenameFieldProps {
  title: string;
  /** Enter, or the focus goes elsewhere. */
  onRename: (title: string) => void;
  /** Escape. */
  onCancel: () => void;
}

export function RenameField(props: RenameFieldProps) {
  let field: HTMLInputElement | undefined;
  let isOver = false;
  // What has the focus when it goes must not say so twice.
  const end = (tell: () => void): void => {
    if (isOver) return;
    isOver = true;
    tell();
  };
  onMount(() => {
    // The menu that this was chosen in first gives the focus back to its button.
    requestAnimationFrame(() => field?.select());
  });
  return (
    <input
      ref={(element) => (field = element)}
      class="h-9 w-full rounded-control border border-accent bg-raised px-[9px] outline-none max-wide:text-[16px] wide:h-8"
      aria-label={words().newTitle}
      value={props.title}
      maxlength={TITLE_CHARS_MAX}
      onBlur={(event) => end(() => props.onRename(event.currentTarget.value))}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.isComposing) return;
        if (event.key === 'Enter') end(() => props.onRename(event.currentTarget.value));
        if (event.key === 'Escape') end(() => props.onCancel());
      }}
      data-testid="rename-field"
    />
  );
}
