import type { LucideProps } from 'lucide-solid';
import type { Component } from 'solid-js';

/** A drawing of lucide, imported one by one: `lucide-solid/icons/<name>`. */
export type Icon = Component<LucideProps>;
