import { fileURLToPath } from 'node:url';
import type { Rolldown } from 'vite';
import { PAGE_PATHS } from '../src/page-paths.ts';

type Modules = Rolldown.ChunkingContext;

const CHAT = 'chat/chat-page.tsx';
/** What others want of the chat's only after somebody does something; by then the chat is there. */
const CHAT_ALONE = /\/src\/markdown\/|\/node_modules\/marked\//;

const locate = (module: string): string => fileURLToPath(new URL(`../src/${module}`, import.meta.url));

/**
 * Says in which file a module travels, so that a page is a few files: in fifty it is a tenth larger, and later. The
 * `frame` is what every page needs and what the chat shares with others; `chat` is the rest of the chat; `screens` is
 * what most of the other pages share. Anything else is parted by who imports it.
 */
export function makeGroups(): (id: string, modules: Modules) => string | null {
  let groups: ((id: string) => string | null) | undefined;
  return (id, modules) => {
    groups ??= judgeModules(modules);
    return groups(id);
  };
}

function judgeModules(modules: Modules): (id: string) => string | null {
  const frame = importsOf(locate('index.tsx'), modules);
  const chat = importsOf(locate(CHAT), modules);
  const pages = Object.keys(PAGE_PATHS).filter((module) => module !== CHAT);
  const others = pages.map((module) => importsOf(locate(module), modules));
  return (id) => {
    const users = others.filter((other) => other.has(id)).length;
    if (frame.has(id)) return 'frame';
    if (chat.has(id)) return users > 0 && !CHAT_ALONE.test(id) ? 'frame' : 'chat';
    return users > others.length / 2 ? 'screens' : null;
  };
}

/** A module and all that it cannot do without. */
function importsOf(id: string, modules: Modules, found = new Set<string>()): Set<string> {
  if (found.has(id)) return found;
  found.add(id);
  for (const other of modules.getModuleInfo(id)?.importedIds ?? []) importsOf(other, modules, found);
  return found;
}
