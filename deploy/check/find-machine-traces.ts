/** What ties a file to one machine or one network: somebody's folders, and the hosts packages come from. */
const TRACES = [
  /(?<![\w.:/-])\/(?:root|work|(?:home|Users)\/[\w.-]+)(?=\/)[^\s'"`)]*/g,
  /\bregistry\.(?:npmjs|yarnpkg|npmmirror)\.\w+/g,
  /\b(?:deb|security|archive)\.(?:debian|ubuntu)\.(?:org|com)\b/g,
  /\bhttps?:\/\/[\w.-]*(?:artifactory|nexus|verdaccio|registry)[\w.-]*/g,
];

export interface MachineTrace {
  /** From 1. */
  line: number;
  trace: string;
}

export function findMachineTraces(text: string): MachineTrace[] {
  // A picture or a font has no lines.
  if (text.includes('\0')) return [];
  return text
    .split('\n')
    .flatMap((content, index) =>
      TRACES.flatMap((pattern) => content.match(pattern) ?? []).map((trace) => ({ line: index + 1, trace })),
    );
}
