export function Badge(props: { label: string; title: string; class: string; testId: string }) {
  return (
    <span
      class={`rounded-full border px-2 leading-[18px] font-medium ${props.class}`}
      title={props.title}
      data-testid={props.testId}
    >
      {props.label}
    </span>
  );
}
