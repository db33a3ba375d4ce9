import { createEffect, createSignal, For, onCleanup, onMount, Show, Suspense } from 'solid-js';
import { Skeleton } from '../controls/skeleton.tsx';
import { fetchWhenIdle } from '../fetch-when-idle.ts';
import { lazyPart } from '../lazy-part.ts';
import { useShortcuts } from '../palette/use-shortcuts.ts';
import { useServices } from '../services.ts';
import { PaneBoundary } from '../shell/pane-boundary.tsx';
import { formatMonth } from '../words/format.ts';
import { ConversationRow } from './rows/conversation-row.tsx';
import { createListGroups } from './groups/create-list-groups.ts';
import type { DayGroup } from './groups/group-by-day.ts';
import { moveFocus } from './move-focus.ts';
import { focusSearch, SearchField } from './search/search-field.tsx';
import { words } from './words.ts';

const SearchResults = lazyPart(async () => (await import('./search/search-results.tsx')).SearchResults);

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 };

/** All conversations under the days of their newest turns, or those in which something was found. */
export function ConversationNav() {
  const [query, setQuery] = createSignal('');
  const isSearch = () => query().trim() !== '';
  let list: HTMLElement | undefined;
  useShortcuts({ search: focusSearch });
  onMount(() => fetchWhenIdle(SearchResults.preload));
  return (
    <>
      <div class="px-2 pb-2">
        <SearchField query={query()} onSearch={setQuery} onLeave={() => list && moveFocus(list, 1)} />
      </div>
      <nav
        ref={(element) => (list = element)}
        aria-label={isSearch() ? words().results : words().conversations}
        class="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-2"
        onKeyDown={(event) => {
          const step = STEPS[event.key];
          if (!step || !(event.target instanceof HTMLAnchorElement)) return;
          event.preventDefault();
          if (!moveFocus(event.currentTarget, step) && step < 0) focusSearch();
        }}
      >
        <Show when={isSearch()} fallback={<AllConversations />}>
          <PaneBoundary>
            <Suspense>
              <SearchResults query={query()} />
            </Suspense>
          </PaneBoundary>
        </Show>
      </nav>
    </>
  );
}

function AllConversations() {
  const { conversations } = useServices();
  const all = () => conversations.conversations() ?? [];
  const list = createListGroups(all);
  return (
    <div
      // Not delegated: what the pointer does over a row's menu, which is elsewhere on the page, is not done here.
      on:pointermove={(event: PointerEvent) => list.setHeld(event.pointerType === 'mouse')}
      on:pointerleave={() => list.setHeld(false)}
      data-testid="conversations"
    >
      <Show
        when={conversations.conversations()}
        fallback={
          <div class="px-2.5">
            <Skeleton />
          </div>
        }
      >
        <Show when={all().length === 0}>
          <p class="px-2.5 py-2 text-muted">{words().noConversations}</p>
        </Show>
        <For each={list.groups}>{(group) => <Group group={group} />}</For>
        <Show when={conversations.hasMore()}>
          <ListEnd count={all().length} onNear={conversations.readMore} />
        </Show>
      </Show>
    </div>
  );
}

function Group(props: { group: DayGroup }) {
  const title = (): string => {
    const { kind, at } = props.group;
    return kind === 'month' ? formatMonth(at, Date.now()) : words()[kind];
  };
  return (
    <section aria-labelledby={`group-${props.group.id}`} data-testid="group" data-group={props.group.id}>
      <h2
        id={`group-${props.group.id}`}
        class="px-2.5 pt-3 pb-1 text-meta font-medium text-muted first-letter:uppercase"
      >
        {title()}
      </h2>
      <ul>
        <For each={props.group.conversations}>
          {(conversation) => <ConversationRow conversation={conversation} />}
        </For>
      </ul>
    </section>
  );
}

/** How far below what is seen the next page is read. */
const NEAR = '0px 0px 600px 0px';

function ListEnd(props: { count: number; onNear: () => void }) {
  const [isNear, setNear] = createSignal(false);
  let end: HTMLElement | undefined;
  onMount(() => {
    if (!end) return;
    const options = { root: end.closest('nav'), rootMargin: NEAR };
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), options);
    observer.observe(end);
    onCleanup(() => observer.disconnect());
  });
  createEffect(() => {
    // Also when the page that came leaves the end still near.
    if (isNear() && props.count > 0) props.onNear();
  });
  return (
    <div ref={(element) => (end = element)} class="px-2.5">
      <Skeleton />
    </div>
  );
}
