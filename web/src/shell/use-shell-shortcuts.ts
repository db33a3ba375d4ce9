import { useNavigate } from '@solidjs/router';
import type { ShortcutHandlers } from '../palette/create-shortcuts.ts';
import { useShortcuts } from '../palette/use-shortcuts.ts';

/** What the same keys do on every page. */
export function useShellShortcuts(others: Pick<ShortcutHandlers, 'toggleSidebar'>): void {
  const navigate = useNavigate();
  const startChat = (): void => {
    navigate('/');
    focusComposer();
  };
  useShortcuts({
    ...others,
    newChat: startChat,
    settings: () => navigate('/settings'),
    focusMessage: () => {
      if (!document.getElementById('composer')) startChat();
      focusComposer();
    },
  });
}

function focusComposer(): void {
  document.getElementById('composer')?.focus();
}
