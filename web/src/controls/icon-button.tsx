import type { JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Icon } from './icon.ts';

interface IconButtonProps {
  icon: Icon;
  /** What it does; also shown to who points at it. */
  label: string;
  onClick: JSX.EventHandler<HTMLButtonElement, MouseEvent>;
  /** Id of what it opens. */
  controls?: string;
  isPressed?: boolean;
  isDisabled?: boolean;
  testId?: string;
}

/** A button that is a drawing alone. */
export function IconButton(props: IconButtonProps) {
  return (
    <button
      type="button"
      class="target grid size-8 shrink-0 place-items-center rounded-control text-muted transition-colors hover:bg-panel hover:text-text disabled:opacity-50 aria-pressed:text-accent"
      aria-label={props.label}
      title={props.label}
      aria-controls={props.controls}
      aria-pressed={props.isPressed}
      disabled={props.isDisabled}
      onClick={props.onClick}
      data-testid={props.testId}
    >
      <Dynamic component={props.icon} size={16} aria-hidden="true" />
    </button>
  );
}
