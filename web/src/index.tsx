import { render } from 'solid-js/web';
import { App } from './app.tsx';
import { fetchWhenIdle } from './fetch-when-idle.ts';
import { ChatPage } from './routes.tsx';
import { speak } from './words/define-words.ts';
import { wantedLanguage } from './words/language.ts';

const IS_CHAT = /^\/(c\/|$)/.test(location.pathname);
const giveUp = (): void => undefined;

// Nothing is awaited at the top: the words that are fetched import from the chunk that this is built into, and would
// wait for it while it waits for them.
async function start(root: HTMLElement): Promise<void> {
  // It is fetched beside this: what was seen last is in the first paint, and its words come with those of the frame.
  if (IS_CHAT) await ChatPage.preload().catch(giveUp);
  // Words that cannot be fetched are no reason for an empty page: then it speaks English.
  if (wantedLanguage() !== 'en') await speak(wantedLanguage()).catch(giveUp);
  render(() => <App />, root);
  // From wherever else somebody came in, the chat is there when they go to it.
  if (!IS_CHAT) fetchWhenIdle(ChatPage.preload);
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no place for the app.');
void start(root);
