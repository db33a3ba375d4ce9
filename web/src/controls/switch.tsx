interface SwitchProps {
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  /** Ids of what names and explains it. */
  labelledBy: string;
  describedBy?: string | undefined;
  testId?: string;
}

/** On or off, in effect at once. */
export function Switch(props: SwitchProps) {
  return (
    <input
      type="checkbox"
      role="switch"
      class="target h-5 w-9 shrink-0 cursor-pointer appearance-none rounded-full border border-control bg-panel transition-colors before:block before:size-4 before:translate-x-px before:translate-y-px before:rounded-full before:bg-control before:transition-transform checked:border-accent checked:bg-accent checked:before:translate-x-[17px] checked:before:bg-on-accent"
      checked={props.isOn}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
      aria-labelledby={props.labelledBy}
      aria-describedby={props.describedBy}
      data-testid={props.testId}
    />
  );
}
