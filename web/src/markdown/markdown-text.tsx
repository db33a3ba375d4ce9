import { createEffect, onCleanup } from 'solid-js';
import { makeMarkdownView, type PlacedNote } from './make-markdown-view.ts';

interface MarkdownTextProps {
  text: string;
  isComplete: boolean;
  /** Whether what would be added cannot arrive at the moment. */
  isWaiting: boolean;
  notes: readonly PlacedNote[];
}

/** A Markdown text that may still grow. */
export function MarkdownText(props: MarkdownTextProps) {
  const onRoot = (root: HTMLElement): void => {
    const view = makeMarkdownView(root);
    onCleanup(view.stop);
    createEffect((length: number) => {
      const { text, isComplete } = props;
      // A text that was cut to begin again keeps its height, so that nothing below it moves.
      if (text.length < length) root.style.minHeight = `${root.offsetHeight}px`;
      view.show(text, isComplete);
      if (isComplete) root.style.minHeight = '';
      return text.length;
    }, 0);
    createEffect(() => view.placeNotes(props.notes));
  };
  return (
    <div
      ref={onRoot}
      class="markdown"
      data-live={props.isComplete ? undefined : ''}
      data-waiting={props.isWaiting ? '' : undefined}
      data-testid="text"
    />
  );
}
