import { render } from 'solid-js/web';
import { App } from './app.tsx';
import { speak } from './words/define-words.ts';
import { wantedLanguage } from './words/language.ts';

// Nothing is awaited at the top: the words that are fetched import from the chunk that this is built into, and would
// wait for it while it waits for them.
async function start(root: HTMLElement): Promise<void> {
  // Words that cannot be fetched are no reason for an empty page: then it speaks English.
  if (wantedLanguage() !== 'en') await speak(wantedLanguage()).catch(() => undefined);
  render(() => <App />, root);
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no place for the app.');
void start(root);
