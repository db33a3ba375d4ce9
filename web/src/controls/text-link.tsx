import { A } from '@solidjs/router';

/** Looks like `TextButton`, and goes somewhere. */
export function TextLink(props: { label: string; href: string; testId?: string }) {
  return (
    <A
      href={props.href}
      class="target rounded-[6px] font-medium text-accent underline-offset-2 hover:underline"
      data-testid={props.testId}
    >
      {props.label}
    </A>
  );
}
