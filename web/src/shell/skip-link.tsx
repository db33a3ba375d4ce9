import { useLocation } from '@solidjs/router';
import { words } from './words.ts';

/** For keys alone: past the sidebar, to what the page is for. */
export function SkipLink() {
  const location = useLocation();
  const isChat = () => location.pathname === '/' || location.pathname.startsWith('/c/');
  return (
    <a
      href="#main"
      class="absolute start-2 top-2 z-50 -translate-y-16 rounded-control bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
      onClick={(event) => {
        event.preventDefault();
        skip();
      }}
    >
      {isChat() ? words().skipToMessage : words().skipToContent}
    </a>
  );
}

function skip(): void {
  const target = document.getElementById('composer') ?? document.querySelector('main');
  if (target?.localName === 'main') target.tabIndex = -1;
  target?.focus();
}
