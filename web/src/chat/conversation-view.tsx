import { A } from '@solidjs/router';
import { Match, Show, Switch } from 'solid-js';
import { FaultNotice } from '../controls/fault-notice.tsx';
import { Notice } from '../controls/notice.tsx';
import { titleOf } from '../conversation-list/title-of.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { useServices } from '../services.ts';
import { ConnectionBar } from '../shell/connection/connection-bar.tsx';
import { ChatHeader } from './header/chat-header.tsx';
import { Composer } from './composer/composer.tsx';
import { EmptyChat, RunningAnswers, Suggestions } from './empty-chat.tsx';
import { NoWorkerNotice } from './no-worker-notice.tsx';
import { Transcript } from './transcript/transcript.tsx';
import { words } from './words.ts';

export function ConversationView(props: { conversation: Conversation; isNew: boolean }) {
  const { conversations } = useServices();
  const conversation = () => props.conversation;
  const title = () =>
    conversations.find(conversation().id)?.title ??
    conversation().facts()?.title ??
    titleOf(conversation().path()[0]?.prompt ?? '');
  const draftKey = () => (props.isNew ? 'new' : conversation().id);
  const send = (prompt: string): boolean => {
    const settings = conversation().settings();
    if (!settings || conversation().sendMode() === 'wait') return false;
    conversation().send(prompt, settings);
    return true;
  };
  const isEmpty = () => conversation().path().length === 0 && conversation().state() === 'ready';
  const isDeleted = () => conversations.isDeleted(conversation().id);
  const isThere = () =>
    !isDeleted() && conversation().state() !== 'missing' && conversation().state() !== 'gone';

  return (
    <>
      <ChatHeader conversation={conversation()} title={title()} isThere={isThere()} />
      <ConnectionBar isBusy={conversation().isBusy()} />
      <NoWorkerNotice />
      <main id="main" class="flex min-h-0 flex-1 flex-col">
        <Switch>
          <Match when={!isThere()}>
            <Notice
              text={isDeleted() ? words().deletedConversation : words().missingConversation}
              testId={isDeleted() ? 'deleted' : 'missing'}
            >
              <A href="/" class="font-medium text-accent underline underline-offset-2">
                {words().startChat}
              </A>
            </Notice>
          </Match>
          <Match when={conversation().fault()}>
            {(fault) => <FaultNotice fault={fault()} onTryAgain={conversation().loadAgain} />}
          </Match>
          <Match when={isEmpty()}>
            <EmptyChat />
          </Match>
          <Match when={true}>
            <Transcript conversation={conversation()} />
          </Match>
        </Switch>
        <Show when={isThere()}>
          <Composer conversation={conversation()} draftKey={draftKey()} onSend={send} />
        </Show>
        <Show when={isEmpty()}>
          <Suggestions onPick={send} />
          <RunningAnswers />
        </Show>
      </main>
    </>
  );
}
