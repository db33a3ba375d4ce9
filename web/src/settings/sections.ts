/** The pages of the settings, in the order in which they are listed. */
export const SECTIONS = ['providers', 'models', 'appearance', 'data', 'shortcuts'] as const;
export type Section = (typeof SECTIONS)[number];

/** The section that an address names; undefined for one that there is not. */
export function findSection(name: string | undefined): Section | undefined {
  return SECTIONS.find((section) => section === name);
}
