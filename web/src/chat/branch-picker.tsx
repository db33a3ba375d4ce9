import ChevronLeft from 'lucide-solid/icons/chevron-left';
import ChevronRight from 'lucide-solid/icons/chevron-right';
import { Show } from 'solid-js';
import { IconButton } from '../controls/icon-button.tsx';
import type { Variation } from '../conversation/turns/turn-variants.ts';
import { words } from './words.ts';

interface BranchPickerProps {
  place: { index: number; count: number };
  /** Of what there are several. */
  by: Variation;
  onStep: (step: 1 | -1) => void;
}

/** `‹ 1/2 ›`: nothing that was edited or answered anew is gone. */
export function BranchPicker(props: BranchPickerProps) {
  const label = () => (props.by === 'prompt' ? words().versionsOfMessage : words().versionsOfAnswer);
  return (
    <Show when={props.place.count > 1}>
      <div role="group" aria-label={label()} class="flex items-center" data-testid={`branches-${props.by}`}>
        <IconButton
          icon={ChevronLeft}
          label={words().previousVersion}
          isDisabled={props.place.index === 0}
          onClick={() => props.onStep(-1)}
          testId="branch-previous"
        />
        <span class="sr-only">{words().versionOf(props.place.index + 1, props.place.count)}</span>
        <span class="tabular text-meta text-muted" aria-hidden="true" data-testid="branch">
          {props.place.index + 1}/{props.place.count}
        </span>
        <IconButton
          icon={ChevronRight}
          label={words().nextVersion}
          isDisabled={props.place.index === props.place.count - 1}
          onClick={() => props.onStep(1)}
          testId="branch-next"
        />
      </div>
    </Show>
  );
}
