import { createSignal, For, Show } from 'solid-js';
import { Button } from '../../controls/button.tsx';
import { DEFAULT_RANGE, TASK_RANGES, type TaskFilters } from './filters.ts';
import { words } from './words.ts';

interface RangePickerProps {
  filters: TaskFilters;
  onChange: (change: Partial<Record<keyof TaskFilters, string | undefined>>) => void;
}

/** When the tasks were accepted: a span up to now, or two moments. */
export function RangePicker(props: RangePickerProps) {
  const range = () => props.filters.range ?? DEFAULT_RANGE;
  const choose = (name: string): void =>
    props.onChange({ range: name, ...(name === 'custom' ? {} : { from: undefined, to: undefined }) });
  return (
    <>
      <select
        class="h-8 rounded-control border border-control bg-raised px-2"
        aria-label={words().range}
        onChange={(event) => choose(event.currentTarget.value)}
        data-testid="range"
      >
        <For each={TASK_RANGES}>
          {(name) => (
            <option value={name} selected={name === range()}>
              {words().ranges[name]}
            </option>
          )}
        </For>
      </select>
      <Show when={range() === 'custom'}>
        <CustomRange {...props} />
      </Show>
    </>
  );
}

function CustomRange(props: RangePickerProps) {
  const [from, setFrom] = createSignal(toLocal(props.filters.from));
  const [to, setTo] = createSignal(toLocal(props.filters.to));
  return (
    <form
      class="flex flex-wrap items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        props.onChange({ range: 'custom', from: toUnixMs(from()), to: toUnixMs(to()) });
      }}
    >
      <Moment label={words().from} value={from()} onChange={setFrom} />
      <Moment label={words().to} value={to()} onChange={setTo} />
      <Button label={words().apply} type="submit" />
    </form>
  );
}

function Moment(props: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <input
      type="datetime-local"
      class="h-8 rounded-control border border-control bg-raised px-2"
      aria-label={props.label}
      title={props.label}
      value={props.value}
      onInput={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

/** What the browser's field takes: a time of this place without a zone. */
function toLocal(unixMs: string | undefined): string {
  if (unixMs === undefined) return '';
  const at = new Date(Number(unixMs));
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function toUnixMs(local: string): string | undefined {
  const at = new Date(local).getTime();
  return Number.isNaN(at) ? undefined : String(at);
}
