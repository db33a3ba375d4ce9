import { createEffect, createMemo, createSignal, Match, Show, Switch } from 'solid-js';
import { A } from '@solidjs/router';
import type { Conversation } from '../conversation/create-conversation.ts';
import { titleOf } from '../conversation-list/group-conversations.ts';
import { decideChoice, loadLastChoice, saveLastChoice } from '../models/model-choice.ts';
import type { ModelChoice } from '../models/create-model-offer.ts';
import { ModelPicker } from '../models/model-picker.tsx';
import { useServices } from '../services.ts';
import { PageHeader } from '../shell/page-header.tsx';
import { ConnectionBar } from '../shell/connection-bar.tsx';
import { pageWords } from '../words/page-words.ts';
import { words } from './words.ts';
import { Composer } from './composer.tsx';
import { EmptyChat, Suggestions } from './empty-chat.tsx';
import { Transcript } from './transcript.tsx';

export function ConversationView(props: { conversation: Conversation; isNew: boolean }) {
  const { offer } = useServices().offer;
  const conversation = () => props.conversation;
  const [chosen, choose] = createSignal<ModelChoice>();
  const [sentCount, setSentCount] = createSignal(0);

  const choice = createMemo(() => {
    const offered = offer();
    return offered && decideChoice(offered, [chosen(), conversation().turns().at(-1), loadLastChoice()]);
  });
  const title = () => titleOf(conversation().turns()[0]?.prompt ?? '');
  createEffect(() => {
    document.title = title() ? `${title()} – ${pageWords().product}` : pageWords().product;
  });

  const pick = (picked: ModelChoice): void => {
    choose(picked);
    saveLastChoice(picked);
  };
  const send = (prompt: string): boolean => {
    const current = choice();
    if (!current || conversation().isBusy()) return false;
    conversation().send(prompt, current);
    setSentCount((count) => count + 1);
    return true;
  };
  const isEmpty = () => conversation().turns().length === 0;

  return (
    <>
      <PageHeader title={title() || pageWords().newChat}>
        <ModelPicker choice={choice()} onChoose={pick} />
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
          canSend={choice() !== undefined}
          onSend={send}
        />
        <Show when={isEmpty() && conversation().state() === 'ready'}>
          <Suggestions onPick={send} />
        </Show>
      </main>
    </>
  );
}
