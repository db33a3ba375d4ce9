import { useNavigate, useParams, useSearchParams } from '@solidjs/router';
import { makeConversationId } from '@continuo/shared/protocol/task-id';
import { v7 as uuidv7 } from 'uuid';
import { createEffect, createMemo, Show, untrack } from 'solid-js';
import { createConversation } from '../conversation/create-conversation.ts';
import { useServices } from '../services.ts';
import { ConversationView } from './conversation-view.tsx';

/**
 * `/` and `/c/:conversation?b=<leaf of the branch>&m=<turn to go to>`. A new conversation has its name before its
 * first message is sent, so that nothing on the page is built again when it gets its address.
 */
export function ChatPage() {
  const params = useParams();
  const [search, setSearch] = useSearchParams<{ b?: string; m?: string }>();
  const navigate = useNavigate();
  const services = useServices();
  const begun = new Set<string>();

  const beginNew = (): string => {
    const id = makeConversationId(uuidv7());
    begun.add(id);
    return id;
  };
  const id = createMemo(() => params['conversation'] ?? beginNew());
  const isNew = (): boolean => params['conversation'] === undefined;
  const conversation = createMemo(() => {
    const current = id();
    const options = {
      id: current,
      branch: untrack(() => search.b),
      isNew: begun.has(current),
      services,
      onSending: () => {
        if (isNew()) navigate(`/c/${current}`, { scroll: false });
        else if (search.m !== undefined) setSearch({ m: undefined }, { replace: true, scroll: false });
      },
    };
    // It reads its own turns while it is made; their changes are no reason to make another.
    return untrack(() => createConversation(options));
  });

  createEffect(() => search.m !== undefined && conversation().markTurn(search.m));
  // The address says which branch is shown, whatever link led here.
  createEffect(() => {
    const branch = conversation().branch();
    if (!isNew() && search.b !== branch) setSearch({ b: branch }, { replace: true, scroll: false });
  });

  return (
    <Show when={conversation()} keyed>
      {(current) => <ConversationView conversation={current} isNew={isNew()} />}
    </Show>
  );
}
