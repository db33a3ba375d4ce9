import Braces from 'lucide-solid/icons/braces';
import FileDown from 'lucide-solid/icons/file-down';
import Pencil from 'lucide-solid/icons/pencil';
import Pin from 'lucide-solid/icons/pin';
import PinOff from 'lucide-solid/icons/pin-off';
import Trash from 'lucide-solid/icons/trash';
import { Menu, type MenuAction } from '../../controls/menu.tsx';
import { pageWords } from '../../words/page-words.ts';
import { useConversationActions, type NamedConversation } from './use-conversation-actions.ts';
import { words } from '../words.ts';

interface ConversationMenuProps {
  conversation: NamedConversation & { isPinned: boolean };
  /** The last turn of the branch that an export is of; without it, of the newest. */
  leaf?: string | undefined;
  onRename: () => void;
}

/** What can be done with a conversation, wherever it is shown. */
export function ConversationMenu(props: ConversationMenuProps) {
  const { setPinned, remove, download } = useConversationActions();
  const branch = () => (props.leaf === undefined ? {} : { leaf: props.leaf });
  const actions = (): MenuAction[] => {
    const { conversation } = props;
    const { isPinned } = conversation;
    return [
      { label: words().rename, icon: Pencil, onSelect: () => props.onRename(), testId: 'rename' },
      {
        label: isPinned ? words().unpin : words().pin,
        icon: isPinned ? PinOff : Pin,
        onSelect: () => setPinned(conversation, !isPinned),
        testId: 'pin',
      },
      {
        label: words().exportMarkdown,
        icon: FileDown,
        onSelect: () => download(conversation, { format: 'markdown', ...branch() }),
        testId: 'export-markdown',
      },
      {
        label: words().exportJson,
        icon: Braces,
        onSelect: () => download(conversation, { format: 'json', ...branch() }),
        testId: 'export-json',
      },
      {
        label: pageWords().delete,
        icon: Trash,
        isDanger: true,
        onSelect: () => remove(conversation),
        testId: 'delete',
      },
    ];
  };
  return (
    <Menu
      label={words().actionsFor(props.conversation.title)}
      actions={actions()}
      testId="conversation-menu"
    />
  );
}
