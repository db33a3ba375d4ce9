import { copyText } from '../../controls/copy-text.ts';
import { pageWords } from '../../words/page-words.ts';

const SAY_COPIED_MS = 1_500;

/** Copies the code of the block whose button it is, and lets the button say how that went. */
export function copyCode(button: HTMLElement): void {
  const code = button.closest('.code-block')?.querySelector('code');
  if (code) void copyFrom(code, button);
}

async function copyFrom(code: Element, button: Element): Promise<void> {
  const isCopied = await copyText(code.textContent);
  button.textContent = isCopied ? pageWords().copied : pageWords().copyFailed;
  setTimeout(() => (button.textContent = pageWords().copy), SAY_COPIED_MS);
}
