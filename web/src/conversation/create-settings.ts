import { createMemo, createSignal, type Accessor } from 'solid-js';
import { changeChatDefaults, chatDefaults } from '../models/chat-defaults.ts';
import type { ChatSettings } from '../models/chat-settings.ts';
import { decideSettings } from '../models/decide-settings.ts';
import { keepCalling } from '../shell/connection/keep-calling.ts';
import type { Services } from '../services.ts';
import type { ConversationFacts } from './kept/saved-conversation.ts';
import type { Turn } from './turns/turn.ts';
import { words } from './words.ts';

/** With what the messages of one conversation are sent. */
export interface ConversationSettings {
  settings: Accessor<ChatSettings | undefined>;
  change: (change: Partial<ChatSettings>) => void;
  /** What was chosen here, for the next visit. */
  chosen: Accessor<Partial<ChatSettings>>;
  restore: (chosen: Partial<ChatSettings>) => void;
  /** A message was sent with these: they stay this conversation's, whatever is chosen elsewhere. */
  keep: (settings: ChatSettings) => void;
}

export interface SettingsOptions {
  id: string;
  services: Pick<Services, 'client' | 'connection' | 'offer' | 'toasts'>;
  signal: AbortSignal;
  path: Accessor<readonly Turn[]>;
  facts: Accessor<ConversationFacts | undefined>;
  setFacts: (facts: ConversationFacts) => void;
}

export function createSettings(options: SettingsOptions): ConversationSettings {
  const { id, services, signal, path, facts, setFacts } = options;
  const [chosen, setChosen] = createSignal<Partial<ChatSettings>>({});
  const choose = (change: Partial<ChatSettings>): void =>
    void setChosen((before) => ({ ...before, ...change }));

  /** Of a conversation that was begun the service keeps the system text. */
  const saveSystem = async (system: string | undefined, before: ConversationFacts): Promise<void> => {
    setFacts({ ...before, system });
    const change = () => services.client.api.conversations.change(id, { system: system ?? null });
    const outcome = await keepCalling(services, change, { signal });
    if (!outcome || outcome.ok) return;
    setFacts(before);
    services.toasts.show(words().systemNotSaved);
  };

  return {
    settings: createMemo(() =>
      decideSettings(services.offer.offer(), {
        chosen: chosen(),
        asked: path().at(-1),
        defaults: chatDefaults(),
        system: (facts() ?? chosen()).system,
      }),
    ),
    change: (change) => {
      const { system, ...rest } = change;
      const told = facts();
      choose(told ? rest : change);
      if (told && 'system' in change) void saveSystem(system, told);
      changeChatDefaults(rest);
    },
    chosen,
    restore: setChosen,
    keep: choose,
  };
}
