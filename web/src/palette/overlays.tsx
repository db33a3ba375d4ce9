import { createSignal, lazy, Show, Suspense } from 'solid-js';
import { wordsReady } from '../words/define-words.ts';
import { useShortcuts } from './use-shortcuts.ts';

const PaletteDialog = lazy(async () => {
  const { PaletteDialog: part } = await import('./palette-dialog.tsx');
  await wordsReady();
  return { default: part };
});
const HelpDialog = lazy(async () => {
  const { HelpDialog: part } = await import('./help-dialog.tsx');
  await wordsReady();
  return { default: part };
});

/** What lies over any page when its keys are pressed; fetched the first time. */
export function Overlays() {
  const [shown, setShown] = createSignal<'palette' | 'help'>();
  const close = (): void => {
    setShown();
  };
  useShortcuts({ palette: () => setShown('palette'), help: () => setShown('help') });
  return (
    <Suspense>
      <Show when={shown() === 'palette'}>
        <PaletteDialog onClose={close} />
      </Show>
      <Show when={shown() === 'help'}>
        <HelpDialog onClose={close} />
      </Show>
    </Suspense>
  );
}
