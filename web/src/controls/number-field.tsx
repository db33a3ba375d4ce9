import { createEffect } from 'solid-js';
import { readNumber, type WrittenNumber } from './read-number.ts';

interface NumberFieldProps {
  /** Undefined: nothing is chosen, and the field says so with its placeholder. */
  value: number | undefined;
  isTaken: (value: number) => boolean;
  /** When the field is left or Enter is pressed, and something else stands in it. */
  onWrite: (written: WrittenNumber) => void;
  placeholder: string;
  isDisabled?: boolean;
  isRefused: boolean;
  /** Ids of what names and explains it. */
  labelledBy: string;
  describedBy?: string | undefined;
  testId: string;
}

/** A number as text: browsers' own number fields lose what they do not understand, so that nobody could say why. */
export function NumberField(props: NumberFieldProps) {
  let field: HTMLInputElement | undefined;
  const show = (): void => {
    if (field) field.value = props.value === undefined ? '' : String(props.value);
  };
  createEffect(show);
  const write = (text: string): void => props.onWrite(readNumber(text, props.isTaken));
  return (
    <input
      ref={(input) => (field = input)}
      inputmode="decimal"
      autocomplete="off"
      class="tabular h-8 w-36 rounded-control border border-control bg-raised px-2.5 text-end placeholder:text-muted disabled:border-line disabled:text-muted aria-invalid:border-failed"
      placeholder={props.placeholder}
      disabled={props.isDisabled}
      aria-invalid={props.isRefused}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      onChange={(event) => write(event.currentTarget.value)}
      onKeyDown={(event) => event.key === 'Escape' && show()}
      data-testid={props.testId}
    />
  );
}
