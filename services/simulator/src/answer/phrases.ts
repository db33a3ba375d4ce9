/** The material answers are made of. `{t}` stands for one of the prompt's topics. */

export const LEADS: readonly [string, ...string[]] = [
  'The short version first, then the parts that matter.',
  'Let us take it step by step.',
  'There is a simple core to this, and a few details around it.',
  'Here is how I would think it through.',
  'Two things decide most of it; the rest follows.',
  'It helps to separate what must hold from what is nice to have.',
];

export const HEADINGS: readonly string[] = [
  'What {t} comes down to',
  'Where {t} usually goes wrong',
  'A small example',
  'Trade-offs around {t}',
  'How to check it',
  'The parts of {t} that matter',
  'What to do first',
  'Limits worth knowing',
  '{t} in practice',
  'Why the order matters',
];

export const SENTENCES: readonly string[] = [
  'The first thing to settle about {t} is what must never happen.',
  'Most of the difficulty in {t} sits in a few places, and they can be named.',
  'Write the expectation down before touching {t}; a plan in the head is easy to bend.',
  'A small, complete version of {t} teaches more than a large, half-finished one.',
  'When {t} surprises you, the surprise is the most valuable measurement of the day.',
  'It is worth asking who depends on {t}, and what they see when it pauses.',
  'Every step of {t} should be safe to repeat, because sooner or later it will be repeated.',
  'Keep {t} boring where it can be boring, and spend the attention where it cannot.',
  'A limit that is written down is a feature; a limit that is discovered is an incident.',
  'What looks like one decision about {t} is often two, and they want different answers.',
  'Measure {t} where the reader stands, not where the machine stands.',
  'If two explanations of {t} fit, prefer the one that is cheaper to test.',
  'Names matter here: one word for one thing keeps {t} easy to talk about.',
  'The happy path of {t} is short; the rest of the work is being honest about the other paths.',
  'Start with the slowest part of {t}, since everything else waits for it.',
  'It is fine to leave {t} simple until a number says otherwise.',
  'Good {t} degrades in a way that somebody has chosen.',
  'Nothing about {t} has to be clever for it to be right.',
];

export const ITEMS: readonly (readonly [string, string])[] = [
  ['Order', 'every step of {t} has a number, and a gap is seen at once.'],
  ['Identity', 'the same request about {t} is recognised when it comes twice.'],
  ['Bounds', 'each queue, wait and retry has an end, and reaching it has an answer.'],
  ['Ownership', 'one holder at a time, and a late one is refused where it writes.'],
  ['Evidence', 'a claim about {t} points at the run that shows it.'],
  ['Recovery', 'starting again costs seconds, not explanations.'],
  ['Clarity', 'a newcomer can read {t} standing up, in one go.'],
  ['Patience', 'slow is allowed, silent is not.'],
  ['Cost', 'what was paid for once is not paid for again.'],
  ['Undo', 'the way back from a change to {t} is known before the change is made.'],
  ['Rhythm', 'little and often beats much and seldom.'],
];

export const TABLE_ROWS: readonly (readonly [string, string, string])[] = [
  ['Keep a log', 'any reader can come back', '2× the writes'],
  ['Keep a snapshot', 'fast to read', 'loses the way there'],
  ['Recompute', 'nothing to store', '≈ 40 ms each'],
  ['Ask twice', 'simple to explain', 'paid twice'],
  ['Wait for all', 'one clean moment', 'as slow as the slowest'],
  ['Go on at the seam', 'nothing is lost', 'one careful join'],
  ['Drop the oldest', 'bounded memory', 'a gap that must be told'],
];

export const CODE: readonly [string, ...string[]] = [
  '```ts\n// {t}: the same input gives the same step\nfunction nextStep(seen: number[], step: number): number[] {\n' +
    '  return seen.includes(step) ? seen : [...seen, step];\n}\n\nconsole.log(nextStep([1, 2], 3)); // → [1, 2, 3]\n```',
  '```python\n# {t}: read, check, then write\ndef append(log: list[str], entry: str, expected: int) -> bool:\n' +
    '    if len(log) != expected:\n        return False  # somebody was faster\n    log.append(entry)\n    return True\n```',
  "```sql\n-- {t}: safe to run twice\nINSERT INTO entries (task_id, seq, body)\nVALUES ('t1', 48, '{\"ok\": true}')\n" +
    'ON CONFLICT (task_id, seq) DO NOTHING;\n```',
  "```sh\n# {t}: look before you leap\ncurl -sN 'http://localhost:8000/health' | tee health.json\n```",
];

export const MATH: readonly [string, ...string[]] = [
  'The expected wait is short:\n\n$$\nE[T] = \\sum_{k=0}^{n} p_k \\cdot t_k \\le \\frac{t_{\\max}}{1 - \\rho}\n$$',
  'With $n$ tries that fail independently with probability $p$, all of them fail with\n\n$$\nP = p^{\\,n}, \\qquad p = 0.1,\\; n = 4 \\Rightarrow P = 10^{-4}\n$$',
  "Little's law ties the three numbers together: $L = \\lambda W$, so at $\\lambda = 50\\,\\mathrm{s}^{-1}$ and $W = 0.2\\,\\mathrm{s}$ there are $L = 10$ at once.",
];

export const NOTES: readonly [string, ...string[]] = [
  'A note on words: in French one would say *déjà vu*, in German *Überblick*, in Spanish *señal*; all three fit {t} rather well. 🧭',
  'In Japanese there is 継続は力なり ("going on is strength"), which is good advice for {t} too. ✨',
  'The Chinese proverb 千里之行，始于足下 ("a long way begins under one\'s feet") describes {t} better than most manuals. 🌱',
  'Café, naïve, façade, Škoda, Łódź: if {t} keeps such words whole, it keeps the rest whole as well → ✓. 👩‍💻',
];
