import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const CONTRAST_MIN = 4.5;
const tokens = readFileSync(new URL('../../styles/tokens.css', import.meta.url), 'utf8');

/** `light-dark(#ffffff, #000000)` of a token. */
function coloursOf(name: string): [light: string, dark: string] {
  const [, light = '', dark = ''] =
    new RegExp(`${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(tokens) ?? [];
  return [light, dark];
}

/** WCAG 2.2, "relative luminance". */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const names = [...tokens.matchAll(/--color-code-\w+/g)].map(([name]) => name);

test.each([...names, '--color-completed', '--color-failed'])(
  '%s is readable on a panel in both themes',
  (name) => {
    const grounds = coloursOf('--color-panel');
    const contrasts = coloursOf(name).map((colour, theme) => contrast(colour, grounds[theme] ?? ''));
    expect(contrasts).toHaveLength(2);
    expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(CONTRAST_MIN);
  },
);
