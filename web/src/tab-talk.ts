/** What the tabs of this browser tell each other. What a tab says it does not hear itself. */
export interface TabTalk<Word> {
  say: (word: Word) => void;
  listen: (onWord: (word: Word) => void) => void;
  close: () => void;
}

/** @param name with a number that changes with the words: a page of another version is not spoken to */
export function openTabTalk<Word>(name: string): TabTalk<Word> {
  // Old browsers have none: there each tab goes by what the service tells it.
  const channel = 'BroadcastChannel' in window ? new BroadcastChannel(name) : undefined;
  return {
    say: (word) => channel?.postMessage(word),
    listen: (onWord) => channel?.addEventListener('message', ({ data }: { data: Word }) => onWord(data)),
    close: () => channel?.close(),
  };
}
