import { useNavigate, useParams, useSearchParams } from '@solidjs/router';
import { makeConversationId } from '@continuo/shared/protocol/task-id';
import { v7 as uuidv7 } from 'uuid';
import { createMemo, Show, untrack } from 'solid-js';
import { createConversation } from '../conversation/create-conversation.ts';
import { useServices } from '../services.ts';
import { ConversationView } from './conversation-view.tsx';

/**
 * `/` and `/c/:conversation?t=<task>`. A new conversation has its name before its first message is sent, so that
 * nothing on the page is built again when it gets its address.
 */
export function ChatPage() {
  const params = useParams();
  const [search, setSearch] = useSearchParams<{ t?: string }>();
  const navigate = useNavigate();
  const services = useServices();
  const begun = new Set<string>();

  const beginNew = (): string => {
    const id = makeConversationId(uuidv7());
    begun.add(id);
    return id;
  };
  const id = createMemo(() => params['conversation'] ?? beginNew());
  const conversation = createMemo(() => {
    const current = id();
    const options = {
      id: current,
      latestId: untrack(() => search.t),
      isNew: begun.has(current),
      services,
      onSending: () => {
        if (params['conversation'] !== current) navigate(`/c/${current}`, { scroll: false });
      },
      onAccepted: (taskId: string) => {
        if (params['conversation'] === current) setSearch({ t: taskId }, { replace: true, scroll: false });
      },
    };
    // It reads its own turns while it is made; their changes are no reason to make another.
    return untrack(() => createConversation(options));
  });

  return (
    <Show when={conversation()} keyed>
      {(current) => <ConversationView conversation={current} isNew={params['conversation'] === undefined} />}
    </Show>
  );
}
