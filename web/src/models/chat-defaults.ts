import { createSignal } from 'solid-js';
import { lastingStorage } from '../open-storage.ts';
import type { ChatSettings } from './chat-settings.ts';
import { parseChatDefaults } from './parse-chat-defaults.ts';

/** What a new conversation begins with: what was chosen last, in the settings or in a conversation. */
export type ChatDefaults = Partial<Omit<ChatSettings, 'system'>>;

const STORAGE_KEY = 'continuo:chat-defaults';

const [chatDefaults, setChatDefaults] = createSignal<ChatDefaults>(
  parseChatDefaults(lastingStorage.get(STORAGE_KEY)),
);
/** Kept in this browser. What is undefined is left to the service and the provider. */
export { chatDefaults };

/** @returns whether it will be there at the next visit */
export function changeChatDefaults(change: ChatDefaults): boolean {
  // Another tab may have changed something else since.
  const kept = parseChatDefaults(lastingStorage.get(STORAGE_KEY));
  const next = setChatDefaults({ ...kept, ...change });
  return lastingStorage.set(STORAGE_KEY, JSON.stringify(next));
}
