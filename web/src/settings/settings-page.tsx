import { A, Navigate, useParams } from '@solidjs/router';
import Cpu from 'lucide-solid/icons/cpu';
import Database from 'lucide-solid/icons/database';
import Keyboard from 'lucide-solid/icons/keyboard';
import Palette from 'lucide-solid/icons/palette';
import SlidersHorizontal from 'lucide-solid/icons/sliders-horizontal';
import { createMemo, For, Show, type Component } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Icon } from '../controls/icon.ts';
import { ConnectionBar } from '../shell/connection/connection-bar.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { pageWords } from '../words/page-words.ts';
import { AppearancePane } from './appearance-pane.tsx';
import { DataPane } from './data/data-pane.tsx';
import { ModelsPane } from './models-pane.tsx';
import { ProvidersPane } from './providers-pane.tsx';
import { findSection, SECTIONS, type Section } from './sections.ts';
import { ShortcutsPane } from './shortcuts-pane.tsx';
import { words } from './words.ts';

const ICONS: Record<Section, Icon> = {
  providers: Cpu,
  models: SlidersHorizontal,
  appearance: Palette,
  data: Database,
  shortcuts: Keyboard,
};
const PANES: Record<Section, Component> = {
  providers: ProvidersPane,
  models: ModelsPane,
  appearance: AppearancePane,
  data: DataPane,
  shortcuts: ShortcutsPane,
};

/** `/settings/:section`. */
export function SettingsPage() {
  const params = useParams<{ section?: string }>();
  const section = createMemo(() => findSection(params.section));
  return (
    <Show when={section()} fallback={<Navigate href={`/settings/${SECTIONS[0]}`} />}>
      {(shown) => (
        <>
          <PageHeader title={pageWords().settings} />
          <ConnectionBar isBusy={false} />
          <main id="main" class="min-h-0 flex-1 overflow-y-auto px-4 py-4 wide:p-6">
            <div class="mx-auto flex max-w-[60rem] flex-col gap-6 wide:flex-row wide:gap-10">
              <SectionLinks />
              <Dynamic component={PANES[shown()]} />
            </div>
          </main>
        </>
      )}
    </Show>
  );
}

function SectionLinks() {
  return (
    <nav aria-label={pageWords().settings} class="shrink-0 wide:sticky wide:top-0 wide:w-44 wide:self-start">
      <ul class="flex flex-wrap gap-1 wide:flex-col">
        <For each={SECTIONS}>
          {(section) => (
            <li>
              <A
                href={`/settings/${section}`}
                class="target flex h-8 items-center gap-2.5 rounded-control px-2.5 text-muted transition-colors hover:bg-panel hover:text-text aria-[current=page]:bg-panel aria-[current=page]:font-medium aria-[current=page]:text-text"
                data-testid={`settings-${section}`}
              >
                <Dynamic component={ICONS[section]} size={15} aria-hidden="true" />
                {words().sections[section]}
              </A>
            </li>
          )}
        </For>
      </ul>
    </nav>
  );
}
