import { expect, test } from 'vitest';
import { dialect } from '../dialect.ts';

const render = (text: string): string => dialect.parse(text, { async: false }).trim();

test.each([
  [
    '$a_i * b_i$ and $c_i * d_i$',
    '<p><span data-math>a_i * b_i</span> and <span data-math>c_i * d_i</span></p>',
  ],
  ['\\(a < b\\)', '<p><span data-math>a &#60; b</span></p>'],
  ['$$\nx^2\n$$', '<p data-math>x^2</p>'],
  ['\\[\nx^2\n\\]', '<p data-math>x^2</p>'],
])('%j is a formula', (text, html) => {
  expect(render(text)).toBe(html);
});

test.each(['It costs $5 and $6.', '$ 5$', 'US$', '$a$5'])('%j is not', (text) => {
  expect(render(text)).toBe(`<p>${text}</p>`);
});
