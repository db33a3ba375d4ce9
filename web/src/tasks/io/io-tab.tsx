import { isTerminal } from '@continuo/shared/protocol/task-status';
import type { WorkflowReply } from '@continuo/shared/protocol/workflow-api';
import { createMemo, createSignal, createUniqueId, For, Show, Suspense, type JSX } from 'solid-js';
import { ChoiceGroup } from '../../controls/choice-group.tsx';
import { CopyButton } from '../../controls/copy-button.tsx';
import { Switch } from '../../controls/switch.tsx';
import { lazyPart } from '../../lazy-part.ts';
import type { LoggedEntry } from '../events/logged-entry.ts';
import { TextBlock } from './text-block.tsx';
import { textSoFar } from './text-so-far.ts';
import { UsageTable } from './usage-table.tsx';
import { words } from './words.ts';

/** Travels with the chat. */
const MarkdownText = lazyPart(async () => (await import('../../markdown/markdown-text.tsx')).MarkdownText);

const FORMS = ['pretty', 'raw'] as const;
type Form = (typeof FORMS)[number];
/** Longer answers are not laid out here. */
const PRETTY_CHARS_MAX = 64 * 1024;

/** What was asked, what came, and what it took. */
export function IoTab(props: { task: WorkflowReply; entries: readonly LoggedEntry[] }) {
  const [form, setForm] = createSignal<Form>('pretty');
  const [isWrapped, setWrapped] = createSignal(true);
  const formId = createUniqueId();
  const wrapId = createUniqueId();
  const output = createMemo(() => props.task.output?.text ?? textSoFar(props.entries) ?? '');
  const rawInput = () => JSON.stringify(props.task.input, null, 2);
  return (
    <div class="flex flex-col gap-6 py-4" data-testid="io">
      <div class="flex flex-wrap items-center gap-x-6 gap-y-2">
        <span id={formId} class="sr-only">
          {words().form}
        </span>
        <ChoiceGroup
          name="io-form"
          names={FORMS}
          labelOf={(name) => words().forms[name]}
          chosen={form()}
          onChoose={setForm}
          labelledBy={formId}
        />
        <span class="flex items-center gap-2">
          <Switch isOn={isWrapped()} onChange={setWrapped} labelledBy={wrapId} />
          <span id={wrapId}>{words().wrap}</span>
        </span>
      </div>
      <Part title={words().input} copied={rawInput()} copyLabel={words().copyInput}>
        <Show
          when={form() === 'pretty'}
          fallback={<TextBlock text={rawInput()} isWrapped={isWrapped()} testId="input" />}
        >
          <Messages input={props.task.input} isWrapped={isWrapped()} />
        </Show>
      </Part>
      <Part title={words().output} copied={output()} copyLabel={words().copyOutput}>
        <Show when={output() !== ''} fallback={<p class="text-muted">{words().noOutput}</p>}>
          <Show
            when={form() === 'pretty' && output().length <= PRETTY_CHARS_MAX}
            fallback={<TextBlock text={output()} isWrapped={isWrapped()} testId="output" />}
          >
            <div class="max-w-column">
              <Suspense fallback={<TextBlock text={output()} isWrapped={isWrapped()} />}>
                <MarkdownText text={output()} isComplete isWaiting={false} notes={[]} />
              </Suspense>
            </div>
          </Show>
        </Show>
        <Show when={!isTerminal(props.task.status)}>
          <p class="mt-2 text-muted">{words().stillWriting}</p>
        </Show>
      </Part>
      <Show when={props.task.attempts.length > 0}>
        <UsageTable task={props.task} />
      </Show>
    </div>
  );
}

function Part(props: { title: string; copied: string; copyLabel: string; children: JSX.Element }) {
  return (
    <section class="min-w-0">
      <div class="mb-1 flex items-center gap-2">
        <h2 class="font-medium">{props.title}</h2>
        <CopyButton text={props.copied} label={props.copyLabel} isBare />
      </div>
      <div class="rounded-card border border-line bg-raised p-4">{props.children}</div>
    </section>
  );
}

function Messages(props: { input: WorkflowReply['input']; isWrapped: boolean }) {
  return (
    <div class="flex flex-col gap-4">
      <Show when={props.input.system}>
        {(system) => <Message role={words().system} text={system()} isWrapped={props.isWrapped} />}
      </Show>
      <For each={props.input.messages}>
        {({ role, content }) => (
          <Message role={words().roles[role]} text={content} isWrapped={props.isWrapped} />
        )}
      </For>
    </div>
  );
}

function Message(props: { role: string; text: string; isWrapped: boolean }) {
  return (
    <div>
      <p class="text-meta text-muted">{props.role}</p>
      <TextBlock text={props.text} isWrapped={props.isWrapped} isProse />
    </div>
  );
}
