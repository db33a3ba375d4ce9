import { createSignal, Show, Suspense } from 'solid-js';
import { lazyPart } from '../lazy-part.ts';
import { useShortcuts } from './use-shortcuts.ts';

const PaletteDialog = lazyPart(async () => (await import('./palette-dialog.tsx')).PaletteDialog);
const HelpDialog = lazyPart(async () => (await import('./help-dialog.tsx')).HelpDialog);

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
