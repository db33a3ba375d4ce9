import { Show, type JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import type { Icon } from './icon.ts';

/** `primary` once on a screen at most; `danger` for what cannot be undone. */
export type ButtonKind = 'primary' | 'plain' | 'danger';

const KINDS: Record<ButtonKind, string> = {
  primary: 'bg-accent text-on-accent hover:opacity-90 disabled:bg-line disabled:text-muted',
  plain: 'border border-control bg-raised hover:border-text disabled:border-line disabled:text-muted',
  danger: 'border border-failed bg-raised text-failed hover:bg-failed hover:text-page disabled:opacity-50',
};

interface ButtonProps {
  label: string;
  kind?: ButtonKind;
  icon?: Icon;
  type?: 'button' | 'submit';
  isDisabled?: boolean;
  onClick?: JSX.EventHandler<HTMLButtonElement, MouseEvent>;
  testId?: string;
}

export function Button(props: ButtonProps) {
  return (
    <button
      type={props.type ?? 'button'}
      class={`target inline-flex h-8 shrink-0 items-center gap-2 rounded-control px-3 font-medium whitespace-nowrap transition ${KINDS[props.kind ?? 'plain']}`}
      disabled={props.isDisabled}
      onClick={(event) => props.onClick?.(event)}
      data-testid={props.testId}
    >
      <Show when={props.icon}>{(icon) => <Dynamic component={icon()} size={14} aria-hidden="true" />}</Show>
      {props.label}
    </button>
  );
}
