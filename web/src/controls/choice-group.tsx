import { For } from 'solid-js';

interface ChoiceGroupProps<Name extends string> {
  /** Of the radio buttons; different from every other on the page. */
  name: string;
  names: readonly Name[];
  labelOf: (name: Name) => string;
  chosen: Name;
  onChoose: (name: Name) => void;
  /** Ids of what names and explains it. */
  labelledBy: string;
  describedBy?: string | undefined;
}

/** A few words of which one is chosen: radio buttons, side by side. */
export function ChoiceGroup<Name extends string>(props: ChoiceGroupProps<Name>) {
  return (
    <div
      role="radiogroup"
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      class="flex w-fit max-w-full flex-wrap rounded-control border border-control p-0.5"
    >
      <For each={props.names}>
        {(name) => (
          <label class="target flex min-h-7 items-center rounded-[6px] px-3 text-muted transition-colors hover:text-text has-checked:bg-line has-checked:font-medium has-checked:text-text has-focus-visible:outline-2 has-focus-visible:outline-accent">
            <input
              type="radio"
              name={props.name}
              value={name}
              class="sr-only"
              checked={props.chosen === name}
              onChange={() => props.onChoose(name)}
            />
            {props.labelOf(name)}
          </label>
        )}
      </For>
    </div>
  );
}
