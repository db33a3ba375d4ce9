import { createEffect, createSignal, Match, Show, Switch } from 'solid-js';
import { A } from '@solidjs/router';
import type { Conversation } from '../conversation/conversation.ts';
import { titleOf } from '../conversation-list/group-conversations.ts';
import { ModelPicker } from '../models/model-picker.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { ConnectionBar } from '../shell/connection-bar.tsx';
import { pageWords } from '../words/page-words.ts';
import { words } from './words.ts';
import { Composer } from './composer.tsx';
import { EmptyChat, Suggestions } from './empty-chat.tsx';
import { Transcript } from './transcript.tsx';

export function ConversationView(props: { conversation: Conversation; isNew: boolean }) {
  const conversation = () => props.conversation;
  const [sentCount, setSentCount] = createSignal(0);

  const title = () => titleOf(conversation().path()[0]?.prompt ?? '');
  createEffect(() => {
    document.title = title() ? `${title()} – ${pageWords().product}` : pageWords().product;
  });

  const send = (prompt: string): boolean => {
    const settings = conversation().settings();
    if (!settings || conversation().sendMode() === 'wait') return false;
    conversation().send(prompt, settings);
    setSentCount((count) => count + 1);
    return true;
  };
  const isEmpty = () => conversation().path().length === 0;

  return (
    <>
      <PageHeader title={title() || pageWords().newChat}>
        <ModelPicker choice={conversation().settings()} onChoose={conversation().change} />
      </PageHeader>
      <ConnectionBar isBusy={conversation().isBusy()} />
      <main class="flex min-h-0 flex-1 flex-col">
        <Switch>
          <Match when={conversation().state() === 'missing'}>
            <p class="m-auto max-w-column p-6 text-center text-muted" data-testid="missing">
              {words().missingConversation}{' '}
              <A href="/" class="text-accent underline underline-offset-2">
                {words().startChat}
              </A>
            </p>
          </Match>
          <Match when={isEmpty() && conversation().state() === 'ready'}>
            <EmptyChat />
          </Match>
          <Match when={true}>
            <Transcript conversation={conversation()} sentCount={sentCount()} />
          </Match>
        </Switch>
        <Composer
          conversation={conversation()}
          draftKey={props.isNew ? 'new' : conversation().id}
          canSend={conversation().settings() !== undefined}
          onSend={send}
        />
        <Show when={isEmpty() && conversation().state() === 'ready'}>
          <Suggestions onPick={send} />
        </Show>
      </main>
    </>
  );
}
