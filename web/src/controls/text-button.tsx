export function TextButton(props: { label: string; onClick: () => void; testId?: string }) {
  return (
    <button
      type="button"
      class="target rounded-[6px] font-medium text-accent underline-offset-2 hover:underline"
      onClick={() => props.onClick()}
      data-testid={props.testId}
    >
      {props.label}
    </button>
  );
}
