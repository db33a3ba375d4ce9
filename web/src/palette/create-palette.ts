import { useNavigate } from '@solidjs/router';
import { CONVERSATION_ID_PATTERN, isTaskId } from '@continuo/shared/protocol/task-id';
import ListTree from 'lucide-solid/icons/list-tree';
import MessageSquare from 'lucide-solid/icons/message-square';
import { createMemo, createSignal, type Accessor } from 'solid-js';
import { createConversationSearch } from '../conversation-list/search/create-conversation-search.ts';
import { useServices } from '../services.ts';
import type { Command, Section } from './command.ts';
import { findCommands } from './find-commands.ts';
import { listActions, listPages } from './list-commands.ts';
import { words } from './words.ts';

export interface Palette {
  query: Accessor<string>;
  setQuery: (query: string) => void;
  sections: Accessor<readonly Section[]>;
  /** All of their commands, in order. */
  commands: Accessor<readonly Command[]>;
  isSearching: Accessor<boolean>;
  /** The one that Enter runs; undefined where there is none. */
  active: Accessor<Command | undefined>;
  setActive: (command: Command) => void;
  /** To the next or last one, round and round. */
  move: (step: number) => void;
}

const RECENT_MAX = 5;
const FOUND_MAX = 8;

export function createPalette(): Palette {
  const { conversations, shortcuts } = useServices();
  const navigate = useNavigate();
  const [query, setQuery] = createSignal('');
  const [activeId, setActiveId] = createSignal<string>();
  const search = createConversationSearch(query, FOUND_MAX);

  const open = (id: string, title: string, more: Partial<Command> = {}): Command => ({
    id: `conversation-${id}`,
    label: title,
    icon: MessageSquare,
    run: () => navigate(`/c/${id}`),
    ...more,
  });
  const recent = (): Command[] =>
    (conversations.conversations() ?? [])
      .toSorted((a, b) => b.updatedAt - a.updatedAt)
      .slice(0, RECENT_MAX)
      .map(({ id, title }) => open(id, title));
  const found = (): Command[] =>
    (search.found()?.rows ?? []).map(({ conversation_id: id, title, hits: [hit] }) =>
      open(id, title, hit && { snippet: hit.snippet, run: () => navigate(`/c/${id}?m=${hit.task_id}`) }),
    );
  const named = (): Command[] => {
    const id = query().trim();
    if (isTaskId(id)) {
      return [{ id, label: words().openTask(id), icon: ListTree, run: () => navigate(`/tasks/${id}`) }];
    }
    return CONVERSATION_ID_PATTERN.test(id) ? [open(id, words().openConversation(id))] : [];
  };

  const sections = createMemo(() => {
    const isBlank = query().trim() === '';
    const all: Section[] = [
      { name: 'tasks', commands: named() },
      { name: 'recent', commands: isBlank ? recent() : [] },
      { name: 'actions', commands: findCommands(listActions(shortcuts), query()) },
      { name: 'pages', commands: findCommands(listPages(navigate), query()) },
      { name: 'conversations', commands: isBlank ? [] : found() },
    ];
    return all.filter((section) => section.commands.length > 0);
  });
  const commands = createMemo(() => sections().flatMap((section) => section.commands));
  const active = createMemo(() => commands().find(({ id }) => id === activeId()) ?? commands()[0]);

  return {
    query,
    setQuery: (next) => {
      setQuery(next);
      setActiveId(undefined);
    },
    sections,
    commands,
    isSearching: search.isSearching,
    active,
    setActive: ({ id }) => void setActiveId(id),
    move: (step) => {
      const all = commands();
      const at = all.findIndex(({ id }) => id === active()?.id);
      setActiveId(all.at((at + step) % all.length)?.id);
    },
  };
}
