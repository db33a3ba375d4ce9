import { createResource, createSignal } from 'solid-js';
import { Button } from '../../controls/button.tsx';
import { ConfirmDialog } from '../../controls/confirm-dialog.tsx';
import { openDatabase } from '../../open-database.ts';
import { Setting } from '../setting.tsx';
import { words } from '../words.ts';
import { clearBrowser, countBrowserCache } from './clear-browser.ts';

export function BrowserCacheSetting() {
  const use = openDatabase();
  const [cache, { refetch }] = createResource(() => countBrowserCache(use));
  const [isAsking, setAsking] = createSignal(false);
  const clear = async (): Promise<void> => {
    await clearBrowser(use);
    // What this page has in its memory would be kept again.
    window.location.reload();
  };
  return (
    <Setting
      label={words().browserCache}
      hint={[words().browserCacheMeaning, cache.latest && words().browserCacheHolds(cache.latest)]
        .filter(Boolean)
        .join(' ')}
      testId="browser-cache"
    >
      {() => (
        <>
          <Button
            label={words().clearBrowser}
            onClick={() => {
              void refetch();
              setAsking(true);
            }}
            testId="clear-browser"
          />
          <ConfirmDialog
            isOpen={isAsking()}
            title={words().clearBrowserQuestion}
            text={words().clearBrowserEffect(cache.latest?.unsent ?? 0)}
            action={words().clearBrowserAction}
            onConfirm={() => void clear()}
            onClose={() => setAsking(false)}
          />
        </>
      )}
    </Setting>
  );
}
