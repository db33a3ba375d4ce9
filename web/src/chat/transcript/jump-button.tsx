import ArrowDown from 'lucide-solid/icons/arrow-down';
import { words } from '../words.ts';

/** The height of a line of text, px. */
const LINE_PX = 24;

/** Back to the end, with how much has come there meanwhile. */
export function JumpButton(props: { grownPx: number; onJump: () => void }) {
  const lines = () => Math.floor(props.grownPx / LINE_PX);
  return (
    <button
      type="button"
      class="target tabular absolute bottom-3 left-1/2 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full border border-line bg-raised ps-3 pe-3.5 font-medium whitespace-nowrap shadow-popover transition-colors hover:border-control"
      onClick={() => props.onJump()}
      title={words().jumpToLatest}
      data-testid="jump"
    >
      <ArrowDown size={14} aria-hidden="true" />
      {lines() > 0 ? words().newLines(lines()) : words().jumpToLatest}
    </button>
  );
}
