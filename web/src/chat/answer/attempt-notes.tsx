import { createMemo, For, Show, Suspense, type Accessor } from 'solid-js';
import { Popover } from '../../controls/popover.tsx';
import { lazyPart } from '../../lazy-part.ts';
import type { Answer, AttemptNote } from '../../conversation/answers/answer.ts';
import type { PlacedNote } from '../../markdown/make-markdown-view.ts';
import { countWords } from '../../words/format.ts';
import { words } from '../words.ts';

const AnswerDetails = lazyPart(async () => (await import('./details/answer-details.tsx')).AnswerDetails);

/** Text of earlier attempts that no longer counts: folded away above the answer, never mixed into it. */
export function Interruptions(props: { notes: readonly AttemptNote[] }) {
  return (
    <For each={props.notes}>
      {(note) => (
        <Show when={note.dropped}>
          <details class="mb-4 rounded-control border border-line text-muted" data-testid="interruption">
            <summary class="px-3 py-1.5">
              {words().interrupted(note.interrupted, countWords(note.dropped))}
            </summary>
            <p class="border-t border-line px-3 py-2 wrap-anywhere whitespace-pre-wrap">{note.dropped}</p>
          </details>
        </Show>
      )}
    </For>
  );
}

/** Of an answer whose log was not read here only the number of its attempts is known: that, and the way to more. */
export function EarlierAttempts(props: { answer: Answer | undefined; taskId: string | undefined }) {
  const count = () => props.answer?.attempt ?? 0;
  const isUntold = () =>
    props.answer?.outcome !== undefined && props.answer.notes.length === 0 && count() > 1;
  return (
    <Show when={isUntold() && props.taskId}>
      {(taskId) => (
        <aside class="seam seam-above" data-testid="earlier-attempts">
          <Popover
            label={words().details}
            trigger={words().attempts(count())}
            class="rounded-[6px] underline-offset-2 hover:text-text hover:underline"
          >
            <Suspense>
              <AnswerDetails taskId={taskId()} />
            </Suspense>
          </Popover>
        </aside>
      )}
    </Show>
  );
}

/** Notes for the margin, at the places where another attempt went on. */
export function createSeams(notes: Accessor<readonly AttemptNote[]>): Accessor<readonly PlacedNote[]> {
  return createMemo(() =>
    notes()
      .filter((note, at) => isInText(note, notes().slice(at + 1)))
      .map((note) => ({ offset: note.offset, element: makeSeam(note) })),
  );
}

/** Whether text stands behind it: a later attempt did not begin at the same place, or before it. */
function isInText({ offset }: AttemptNote, later: readonly AttemptNote[]): boolean {
  return later.every((note) => note.offset > offset);
}

function makeSeam({ attempt, worker, gapMs, offset, dropped }: AttemptNote): HTMLElement {
  const element = document.createElement('aside');
  element.className = 'seam';
  element.dataset['testid'] = 'seam';
  const isFromStart = offset === 0 || dropped !== '';
  element.textContent = isFromStart
    ? words().restarted(worker, attempt)
    : words().resumed(worker, attempt, gapMs);
  return element;
}
