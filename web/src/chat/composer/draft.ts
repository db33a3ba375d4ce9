import { lastingStorage } from '../../open-storage.ts';

/** What was written and not sent, per conversation; it survives the tab. */
const PREFIX = 'continuo:draft:';

export function loadDraft(key: string): string {
  return lastingStorage.get(PREFIX + key) ?? '';
}

export function saveDraft(key: string, text: string): void {
  if (text === '') lastingStorage.remove(PREFIX + key);
  else lastingStorage.set(PREFIX + key, text);
}
