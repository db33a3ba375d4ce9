import { createSignal, createUniqueId, Show, type JSX, type ParentProps } from 'solid-js';

interface PopoverProps {
  /** What it shows: "Details of this answer". */
  label: string;
  /** What the button looks like; without a text of its own it needs `isBare`. */
  trigger: JSX.Element;
  /** The trigger is a drawing: the button is named by the label. */
  isBare?: boolean;
  class: string;
  /** Is given the button: a click on it opens and closes the pane. */
  onButton?: (button: HTMLButtonElement) => void;
  testId?: string;
}

/**
 * A button with a small pane beside it: facts or fields, not a list of actions. The browser's own popover: a click
 * elsewhere and Escape close it, and the focus goes back. What is in it is made when it opens.
 */
export function Popover(props: ParentProps<PopoverProps>) {
  const id = createUniqueId();
  const [isOpen, setOpen] = createSignal(false);
  return (
    <>
      <button
        ref={(button) => props.onButton?.(button)}
        type="button"
        class={`target ${props.class}`}
        popovertarget={id}
        aria-label={props.isBare ? props.label : undefined}
        title={props.label}
        aria-haspopup="dialog"
        aria-expanded={isOpen()}
        data-testid={props.testId}
      >
        {props.trigger}
      </button>
      <div
        id={id}
        popover="auto"
        role="dialog"
        aria-label={props.label}
        class="popover select-text rounded-card border border-line bg-raised p-4 text-start text-ui text-text shadow-popover"
        // Before it is painted, so that it is placed with what is in it.
        on:beforetoggle={(event: ToggleEvent) => setOpen(event.newState === 'open')}
        data-testid={props.testId && `${props.testId}-pane`}
      >
        <Show when={isOpen()}>{props.children}</Show>
      </div>
    </>
  );
}
