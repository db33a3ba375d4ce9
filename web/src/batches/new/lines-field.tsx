import FileText from 'lucide-solid/icons/file-text';
import Upload from 'lucide-solid/icons/upload';
import X from 'lucide-solid/icons/x';
import { createSignal, Show } from 'solid-js';
import { ChoiceGroup } from '../../controls/choice-group.tsx';
import { IconButton } from '../../controls/icon-button.tsx';
import { formatBytes } from '../../words/format.ts';
import { words } from '../words.ts';
import { LINE_FORMS, sniffForm, type LineForm } from './check-lines.ts';

/** What is to be asked, as it was given: written here, or as a file. */
export interface GivenLines {
  form: LineForm;
  text: string;
  file?: { name: string; content: Blob };
}

interface LinesFieldProps {
  given: GivenLines;
  onChange: (given: GivenLines) => void;
  /** Id of what is wrong with it. */
  faultsId: string | undefined;
}

/** More would make the field slow: what is pasted beyond it is held as a file. */
const TEXT_CHARS_MAX = 200_000;
const SNIFFED_BYTES = 1_000;

/** A field for prompts or JSONL, into which files can be put, too. */
export function LinesField(props: LinesFieldProps) {
  const [isOver, setOver] = createSignal(false);
  const takeFile = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const form = sniffForm(await file.slice(0, SNIFFED_BYTES).text());
    props.onChange({ form, text: '', file: { name: file.name, content: file } });
  };
  return (
    <div
      class="flex flex-col gap-2"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void takeFile(event.dataTransfer?.files[0]);
      }}
      data-testid="lines-field"
    >
      <div class="flex flex-wrap items-center justify-between gap-2">
        <h2 id="lines-label" class="font-medium">
          {words().form.lines}
        </h2>
        <ChoiceGroup
          name="line-form"
          names={LINE_FORMS}
          labelOf={(form) => words().form.forms[form]}
          chosen={props.given.form}
          onChoose={(form) => props.onChange({ ...props.given, form })}
          labelledBy="lines-label"
        />
      </div>
      <div
        class="relative rounded-card border bg-raised transition-colors focus-within:border-accent"
        classList={{ 'border-control': !isOver(), 'border-accent': isOver() }}
      >
        <Show when={props.given.file} fallback={<LinesText {...props} />}>
          {(file) => (
            <FileChip file={file()} onRemove={() => props.onChange({ form: props.given.form, text: '' })} />
          )}
        </Show>
        <Show when={isOver()}>
          <div class="pointer-events-none absolute inset-0 grid place-items-center rounded-card bg-bubble font-medium text-accent">
            {words().form.drop}
          </div>
        </Show>
      </div>
      <div class="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-meta text-muted">
        <p id="lines-hint" class="min-w-0 flex-1 basis-60">
          {words().form.linesHint[props.given.form]}
        </p>
        <FileChooser onChoose={(file) => void takeFile(file)} />
      </div>
    </div>
  );
}

function LinesText(props: LinesFieldProps) {
  const onPaste = (event: ClipboardEvent): void => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text.length <= TEXT_CHARS_MAX) return;
    event.preventDefault();
    const file = { name: words().form.pasted, content: new Blob([text]) };
    props.onChange({ form: sniffForm(text), text: '', file });
  };
  const onInput = (text: string): void => {
    // The first thing that is written or pasted tells what it is.
    const form = props.given.text === '' ? sniffForm(text) : props.given.form;
    props.onChange({ form, text });
  };
  return (
    <textarea
      class="block h-64 w-full resize-y rounded-card bg-transparent p-3 font-mono outline-none"
      value={props.given.text}
      placeholder={words().form.placeholder[props.given.form]}
      aria-labelledby="lines-label"
      aria-describedby={`lines-hint ${props.faultsId ?? ''}`}
      aria-invalid={props.faultsId === undefined ? undefined : 'true'}
      spellcheck={false}
      onInput={(event) => onInput(event.currentTarget.value)}
      onPaste={onPaste}
      data-testid="lines-text"
    />
  );
}

function FileChip(props: { file: { name: string; content: Blob }; onRemove: () => void }) {
  return (
    <div class="flex h-24 items-center gap-3 px-4" data-testid="lines-file">
      <FileText size={20} class="shrink-0 text-muted" aria-hidden="true" />
      <span class="min-w-0 flex-1 truncate">
        {words().form.file(props.file.name, formatBytes(props.file.content.size))}
      </span>
      <IconButton
        icon={X}
        label={words().form.removeFile}
        onClick={() => props.onRemove()}
        testId="remove-file"
      />
    </div>
  );
}

function FileChooser(props: { onChoose: (file: File | undefined) => void }) {
  let input: HTMLInputElement | undefined;
  return (
    <span class="inline-flex items-center gap-2">
      <input
        ref={(element) => (input = element)}
        type="file"
        accept=".jsonl,.ndjson,.txt,application/jsonl,application/x-ndjson,text/plain"
        class="hidden"
        onChange={(event) => {
          props.onChoose(event.currentTarget.files?.[0]);
          // The same file can be chosen again after it was changed.
          event.currentTarget.value = '';
        }}
        data-testid="file-input"
      />
      <button
        type="button"
        class="target inline-flex items-center gap-1.5 rounded-[6px] font-medium text-accent underline-offset-2 hover:underline"
        onClick={() => input?.click()}
      >
        <Upload size={13} aria-hidden="true" />
        {words().form.chooseFile}
      </button>
      <span class="max-wide:hidden">{words().form.dropHere}</span>
    </span>
  );
}
