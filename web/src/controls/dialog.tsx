import { createEffect, createUniqueId, Show, type ParentProps } from 'solid-js';

interface DialogProps {
  isOpen: boolean;
  title: string;
  /** Asked for by Escape, by a click beside it and by what is in it. */
  onClose: () => void;
  testId?: string;
}

/** The browser's own modal: it keeps the focus inside, the page behind inert, and gives the focus back. */
export function Dialog(props: ParentProps<DialogProps>) {
  const titleId = createUniqueId();
  let element: HTMLDialogElement | undefined;
  createEffect(() => {
    if (props.isOpen) element?.showModal();
    else element?.close();
  });
  return (
    <dialog
      ref={(dialog) => (element = dialog)}
      class="m-auto max-h-[85dvh] w-[min(32rem,calc(100vw-2rem))] overflow-y-auto rounded-card border border-line bg-raised p-5 text-text shadow-popover backdrop:bg-scrim"
      aria-labelledby={titleId}
      onClose={() => props.onClose()}
      // Only what is beside the content has the dialog itself as its target.
      onClick={(event) => event.target === event.currentTarget && props.onClose()}
      data-testid={props.testId}
    >
      <Show when={props.isOpen}>
        <div class="flex flex-col gap-4">
          <h2 id={titleId} class="text-chat font-semibold">
            {props.title}
          </h2>
          {props.children}
        </div>
      </Show>
    </dialog>
  );
}
