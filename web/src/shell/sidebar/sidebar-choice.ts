import { createSignal, type Accessor } from 'solid-js';
import { lastingStorage } from '../../open-storage.ts';

const STORAGE_KEY = 'continuo:sidebar';
const AWAY = 'away';

/** Whether the sidebar stands beside the page where there is room for it, as it was chosen in this browser. */
export function createSidebarChoice(): [isThere: Accessor<boolean>, choose: (isThere: boolean) => void] {
  const [isThere, setThere] = createSignal(lastingStorage.get(STORAGE_KEY) !== AWAY);
  const choose = (next: boolean): void => {
    setThere(next);
    if (next) lastingStorage.remove(STORAGE_KEY);
    else lastingStorage.set(STORAGE_KEY, AWAY);
  };
  return [isThere, choose];
}
