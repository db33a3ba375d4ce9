import { copyText } from '../../controls/copy-text.ts';
import { pageWords } from '../../words/page-words.ts';

const SAY_COPIED_MS = 1_500;

/** Gives the buttons of all code blocks under the listening element their work. */
export function copyCodeOnClick(event: Event): void {
  const button = event.target instanceof Element ? event.target.closest('.code-copy') : null;
  const code = button?.closest('.code-block')?.querySelector('code');
  if (button && code) void copyFrom(code, button);
}

async function copyFrom(code: Element, button: Element): Promise<void> {
  const isCopied = await copyText(code.textContent);
  button.textContent = isCopied ? pageWords().copied : pageWords().copyFailed;
  setTimeout(() => (button.textContent = pageWords().copy), SAY_COPIED_MS);
}
