import Copy from 'lucide-solid/icons/copy';
import Pencil from 'lucide-solid/icons/pencil';
import { createSignal, Show } from 'solid-js';
import { CopyButton } from '../../controls/copy-button.tsx';
import { copyText } from '../../controls/copy-text.ts';
import { createIsWide } from '../../controls/create-media.ts';
import { IconButton } from '../../controls/icon-button.tsx';
import { Menu } from '../../controls/menu.tsx';
import type { Conversation } from '../../conversation/conversation.ts';
import type { Turn } from '../../conversation/turns/turn.ts';
import { pageWords } from '../../words/page-words.ts';
import { BranchPicker } from '../branch-picker.tsx';
import { DeliveryNote } from './delivery-note.tsx';
import { PromptEditor } from './prompt-editor.tsx';
import { UnsentNote } from './unsent-note.tsx';
import { words } from '../words.ts';

interface PromptViewProps {
  turn: Turn;
  conversation: Conversation;
  onStep: (step: 1 | -1) => void;
}

/** What the user said: a bubble that can be edited in its place, and its versions. */
export function PromptView(props: PromptViewProps) {
  const [isEditing, setEditing] = createSignal(false);
  const [bubble, setBubble] = createSignal<HTMLElement>();
  const isUnsent = () => props.turn.delivery() === 'unsent';

  const stopEditing = (): void => {
    setEditing(false);
    bubble()?.focus();
  };
  const send = (prompt: string): void => {
    setEditing(false);
    if (isUnsent()) props.conversation.editUnsent(props.turn, prompt);
    else props.conversation.edit(props.turn, prompt);
  };
  return (
    <Show
      when={!isEditing()}
      fallback={<PromptEditor prompt={props.turn.prompt} onSend={send} onCancel={stopEditing} />}
    >
      <div class="group ms-auto flex w-fit max-w-[85%] flex-col items-end">
        <article
          ref={setBubble}
          aria-label={words().you}
          tabindex="-1"
          class="rounded-card bg-bubble px-4 py-2.5 text-chat wrap-anywhere whitespace-pre-wrap transition-opacity"
          classList={{
            'opacity-60': props.turn.status() === 'sending' || props.turn.delivery() === 'queued',
          }}
          data-testid="prompt"
        >
          {props.turn.prompt}
        </article>
        <Show
          when={!isUnsent()}
          fallback={
            <UnsentNote
              fault={props.turn.fault()}
              onSendAgain={() => props.conversation.sendAgain(props.turn)}
              onEdit={() => setEditing(true)}
              onDiscard={() => props.conversation.discard(props.turn)}
            />
          }
        >
          <div class="flex min-h-8 items-center text-meta text-muted">
            <DeliveryNote delivery={props.turn.delivery()} />
            <Show when={props.turn.delivery() === 'accepted'}>
              <PromptActions prompt={props.turn.prompt} onEdit={() => setEditing(true)} />
              <BranchPicker
                place={props.conversation.siblings(props.turn, 'prompt')}
                by="prompt"
                onStep={props.onStep}
              />
            </Show>
          </div>
        </Show>
      </div>
    </Show>
  );
}

function PromptActions(props: { prompt: string; onEdit: () => void }) {
  const isWide = createIsWide();
  const actions = () => [
    { label: pageWords().copy, icon: Copy, onSelect: () => void copyText(props.prompt) },
    { label: words().editMessage, icon: Pencil, onSelect: props.onEdit, testId: 'edit' },
  ];
  return (
    <Show
      when={isWide()}
      fallback={<Menu label={words().messageActions} actions={actions()} testId="prompt-more" />}
    >
      {/* There for the keyboard and for fingers, and for who points at the message. */}
      <div class="flex opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
        <CopyButton text={props.prompt} label={words().copyMessage} isBare />
        <IconButton icon={Pencil} label={words().editMessage} onClick={() => props.onEdit()} testId="edit" />
      </div>
    </Show>
  );
}
