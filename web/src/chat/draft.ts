/** What was written and not sent, per conversation; it survives the tab. */
const PREFIX = 'continuo:draft:';

export function loadDraft(key: string): string {
  return localStorage.getItem(PREFIX + key) ?? '';
}

export function saveDraft(key: string, text: string): void {
  if (text === '') localStorage.removeItem(PREFIX + key);
  else localStorage.setItem(PREFIX + key, text);
}
