import Check from 'lucide-solid/icons/check';
import { createUniqueId, Match, Show, Switch, type JSX } from 'solid-js';
import { createSaveMark, type SaveMark } from './create-save-mark.ts';
import { words } from './words.ts';

interface SettingProps {
  label: string;
  hint?: string;
  /** Why what was given is not taken. */
  fault?: string | undefined;
  children: (control: ControlOfSetting) => JSX.Element;
  testId?: string;
}

interface ControlOfSetting {
  /** Ids for the control's aria-labelledby and aria-describedby. */
  labelledBy: string;
  describedBy: string;
  /** To be told when a change was kept, or not. */
  report: SaveMark['report'];
}

/** One setting: what it is, what it means, the control, and whether the last change was kept. */
export function Setting(props: SettingProps) {
  const labelledBy = createUniqueId();
  const describedBy = createUniqueId();
  const mark = createSaveMark();
  return (
    <div
      class="flex flex-wrap items-start justify-between gap-x-8 gap-y-2 border-b border-line py-4 last:border-0"
      data-testid={props.testId}
    >
      <div class="min-w-[min(16rem,100%)] flex-1">
        <div class="flex flex-wrap items-center gap-x-3">
          <p id={labelledBy} class="font-medium">
            {props.label}
          </p>
          <SaveNote state={mark.state()} />
        </div>
        <p id={describedBy} class="mt-0.5 text-pretty text-muted">
          {props.hint}
        </p>
      </div>
      <div class="flex max-w-full flex-col items-start gap-1 wide:items-end">
        {props.children({ labelledBy, describedBy, report: mark.report })}
        <Show when={props.fault}>
          {(fault) => (
            <p class="text-meta text-failed" role="alert" data-testid="setting-fault">
              {fault()}
            </p>
          )}
        </Show>
      </div>
    </div>
  );
}

/** Spoken by the page's live region, so that this is for the eyes. */
function SaveNote(props: { state: ReturnType<SaveMark['state']> }) {
  return (
    <Switch>
      <Match when={props.state === 'saved'}>
        <span class="inline-flex items-center gap-1 text-meta text-completed" data-testid="saved">
          <Check size={12} aria-hidden="true" />
          {words().saved}
        </span>
      </Match>
      <Match when={props.state === 'notKept'}>
        <span class="text-meta text-failed">{words().notKept}</span>
      </Match>
    </Switch>
  );
}
