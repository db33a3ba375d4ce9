import X from 'lucide-solid/icons/x';
import { Show } from 'solid-js';
import { CopyButton } from '../../controls/copy-button.tsx';
import { IconButton } from '../../controls/icon-button.tsx';
import { Skeleton } from '../../controls/skeleton.tsx';
import { formatExactTime } from '../../words/format.ts';
import { pageWords } from '../../words/page-words.ts';
import type { LoggedEntry } from './logged-entry.ts';
import { words } from './words.ts';

interface EventPaneProps {
  seq: number;
  /** Undefined: the log that was read does not have it. */
  entry: LoggedEntry | undefined;
  /** More of the log is on its way. */
  isReading: boolean;
  /** The address of it, without this machine's name. */
  href: string;
  onClose: () => void;
}

/** One entry whole, as the API has it. */
export function EventPane(props: EventPaneProps) {
  return (
    <aside
      aria-label={words().detail(props.seq)}
      class="flex min-h-0 flex-col border-line bg-raised max-margin:fixed max-margin:inset-x-0 max-margin:bottom-0 max-margin:z-20 max-margin:max-h-[60dvh] max-margin:border-t max-margin:shadow-popover margin:w-[420px] margin:border-s"
      data-testid="event-pane"
    >
      <div class="flex items-center gap-1 border-b border-line ps-4 pe-1">
        <h2 class="min-w-0 flex-1 truncate py-2 font-medium">{words().detail(props.seq)}</h2>
        <Show when={props.entry}>
          {(entry) => (
            <CopyButton text={toJson(entry())} label={words().copyJson} isBare testId="copy-json" />
          )}
        </Show>
        <IconButton icon={X} label={pageWords().close} onClick={() => props.onClose()} testId="close-event" />
      </div>
      <Show when={props.entry} fallback={<MissingEntry seq={props.seq} isReading={props.isReading} />}>
        {(entry) => (
          <div class="min-h-0 flex-1 overflow-auto p-4" tabindex="0">
            <p class="mb-2 flex items-center justify-between gap-3 text-meta text-muted">
              <span class="tabular">{formatExactTime(entry().at)}</span>
              <a href={props.href} class="text-accent underline underline-offset-2">
                {words().link}
              </a>
            </p>
            <pre class="font-mono text-meta wrap-anywhere whitespace-pre-wrap" data-testid="event-json">
              {toJson(entry())}
            </pre>
          </div>
        )}
      </Show>
    </aside>
  );
}

function MissingEntry(props: { seq: number; isReading: boolean }) {
  return (
    <Show when={!props.isReading} fallback={<Skeleton />}>
      <p class="p-4 text-muted">{words().missing(props.seq)}</p>
    </Show>
  );
}

function toJson(entry: LoggedEntry): string {
  return JSON.stringify(entry, null, 2);
}
