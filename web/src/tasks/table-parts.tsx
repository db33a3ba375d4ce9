import type { JSX } from 'solid-js';
import type { CustomItemComponentProps } from 'virtua/solid';

/** What holds the rows of a table that makes only those that are seen. */
export function RowGroup(props: {
  style: JSX.CSSProperties;
  ref?: (element: HTMLDivElement) => void;
  children: JSX.Element;
}) {
  return (
    <div role="rowgroup" style={props.style} ref={props.ref}>
      {props.children}
    </div>
  );
}

export function Row(props: CustomItemComponentProps) {
  return (
    <div role="row" style={props.style} ref={props.ref as (element: HTMLDivElement) => void}>
      {props.children}
    </div>
  );
}
