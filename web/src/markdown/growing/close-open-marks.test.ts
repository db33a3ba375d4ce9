import { describe, expect, test } from 'vitest';
import { closeOpenMarks } from './close-open-marks.ts';

describe('a mark whose other half has not come is closed', () => {
  test.each([
    ['so **bo', 'so **bo**'],
    ['so *em', 'so *em*'],
    ['so ***bo', 'so ***bo***'],
    ['so **bold and *em', 'so **bold and *em***'],
    ['- **Iden', '- **Iden**'],
    ['* **Iden', '* **Iden**'],
    ['1. *Iden', '1. *Iden*'],
    ['call `f(', 'call `f(`'],
    ['see [the do', 'see the do'],
    ['see [the docs]', 'see the docs'],
    ['see [the docs](https://exa', 'see the docs'],
    ['see ![a cat](https://exa', 'see '],
    ['first **line**\nand **sec', 'first **line**\nand **sec**'],
  ])('%j', (text, closed) => {
    expect(closeOpenMarks(text)).toBe(closed);
  });
});

describe('a mark with nothing behind it is not shown', () => {
  test.each([
    ['so **', 'so '],
    ['so *', 'so '],
    ['call `', 'call '],
    ['- **', '- '],
  ])('%j', (text, closed) => {
    expect(closeOpenMarks(text)).toBe(closed);
  });
});

describe('other text stays as it is', () => {
  test.each([
    'so **bold**',
    'so *em* and **bold**',
    'call `f(*a)`',
    'see [the docs](https://example.com)',
    '2 * 3',
    '* item',
    '*',
    '- item',
    'a \\*star',
    '',
    '```\n**code',
  ])('%j', (text) => {
    expect(closeOpenMarks(text)).toBe(text);
  });
});
