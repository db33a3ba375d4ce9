/** Markdown with every construct that the page shows, references to later definitions included. */
export const EVERY_CONSTRUCT = `# Title

Text with **bold**, *emphasis*, ***both***, ~~gone~~, \`code\` and [a link](https://example.com/a?b=c&d=e).
A second line, a hard break  
and an [early reference][later].

Setext
======

1. one

   still one
2. two
   - nested **item**
   - nested

     \`\`\`sh
     echo "nested"
     \`\`\`
3. three

- [ ] open
- [x] done

\`\`\`ts
const a: Map<string, number> = new Map();

# no heading, no list:
- 1
\`\`\`

    indented code

| left | right |
| :--- | ---: |
| 1 | \`2\` |
| **3** | 4 |

> quoted
> - a list in it
>
> > and deeper

$$
a_i * b_i = \\sum_{k=0}^{n} c_k
$$

Inline $a_i * b_i$ and $c_i * d_i$, but $5 and $6 are prices. H<sub>2</sub>O is fine, <blink>this</blink> is not.

***

![A cat](https://images.example/cat.png) and grüße 🙂 日本語.

A claim.[^1] A mark without a note[^2] is text.

$$
\\begin{aligned}
a &= b \\\\
  &+ c
\\end{aligned}
$$

\\[ x^2 \\] is not alone, \\(y_1 * y_2\\) is in a line.

[later]: https://example.com/later
[^1]: From *here*,
and there.

The end.`;

export const CODE = `const a: Map<string, number> = new Map();

# no heading, no list:
- 1`;
