import { useNavigate } from '@solidjs/router';
import { TITLE_CHARS_MAX } from '@continuo/shared/protocol/limits';
import type { ExportQuery } from '@continuo/shared/protocol/conversation-api';
import { explainFault } from '../../controls/fault-notice.tsx';
import { useServices } from '../../services.ts';
import type { ConversationEdit } from '../listed/list-word.ts';
import { words } from '../words.ts';

/** What of a conversation the operations need. */
export interface NamedConversation {
  id: string;
  title: string;
}

/** What can be done with a conversation, wherever it is shown. All of it says by itself how it went. */
export interface ConversationActions {
  /** Nothing becomes of a blank title, or of the one it has. */
  rename: (conversation: NamedConversation, title: string) => void;
  setPinned: (conversation: NamedConversation, isPinned: boolean) => void;
  /** Deletes it when nobody has taken that back for 8 s. Where it was open there is a new chat. */
  remove: (conversation: NamedConversation) => void;
  /** Downloads one branch: that of a leaf, or the newest. */
  download: (conversation: NamedConversation, query: Partial<ExportQuery>) => void;
}

export function useConversationActions(): ConversationActions {
  const { client, conversations, toasts } = useServices();
  const navigate = useNavigate();

  const change = async ({ id, title }: NamedConversation, edit: ConversationEdit): Promise<void> => {
    const outcome = await conversations.change(id, edit);
    if (!outcome.ok) toasts.show(words().notChanged(title, explainFault(outcome.fault)));
  };
  return {
    rename: (conversation, given) => {
      const title = given.trim().slice(0, TITLE_CHARS_MAX);
      if (title !== '' && title !== conversation.title) void change(conversation, { title });
    },
    setPinned: (conversation, isPinned) => void change(conversation, { isPinned }),
    remove: (conversation) => {
      const wasOpen = conversations.openId() === conversation.id;
      const goBack = (): void => {
        if (wasOpen && conversations.openId() === undefined) navigate(`/c/${conversation.id}`);
      };
      if (wasOpen) navigate('/');
      conversations.remove(conversation, goBack);
    },
    download: ({ id }, query) => {
      const link = document.createElement('a');
      link.href = client.api.conversations.exportUrl(id, query);
      link.download = '';
      link.click();
    },
  };
}
