const QUOTE_CHARS_MAX = 120;
const TOPIC_CHARS_MAX = 40;
const PHRASE_WORDS_MAX = 3;
const TOPICS_MAX = 2;

const COMMON_WORDS = new Set(
  (
    'an and are as at be but by can do for if in is it me my of on or so to us we you the how why who was ' +
    'keep keeps make makes made mean means work works get gets use used using tell one two not no yes please ' +
    'about above after again also answer because before below between could does down each explain every from give ' +
    'have help here into just know like list long make many more most much need only other over please short should ' +
    'show some such tell than that their them then there these they this three through under very want what when ' +
    'where which while will with without words would write your'
  ).split(' '),
);

/** What the answer is about: the prompt's longest runs of uncommon words, in their order, at least one. */
export function topicsOf(prompt: string): [string, ...string[]] {
  const phrases: string[][] = [];
  let isRunning = false;
  for (const [text, gap = ''] of prompt.matchAll(/[\p{L}\p{N}](?:[\p{L}\p{N}]|[-'’](?=\p{L}))*( ?)/gu)) {
    const word = text.trim();
    const isTopic = word.length > 1 && !COMMON_WORDS.has(word.toLowerCase());
    const phrase = phrases.at(-1);
    if (isTopic && isRunning && phrase && phrase.length < PHRASE_WORDS_MAX) phrase.push(word);
    else if (isTopic) phrases.push([word]);
    isRunning = isTopic && gap !== '';
  }
  const distinct = [...new Set(phrases.map((words) => cutPoints(words.join(' '), TOPIC_CHARS_MAX)))];
  const longest = distinct.toSorted((a, b) => b.length - a.length).slice(0, TOPICS_MAX);
  const [first = 'the question', ...rest] = distinct.filter((phrase) => longest.includes(phrase));
  return [first, ...rest];
}

/** The prompt on one line, cut between code points: fit to stand behind `> `. */
export function quoteOf(prompt: string): string {
  const line = prompt
    .toWellFormed()
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  if (line === '') return '(an empty prompt)';
  const quote = cutPoints(line, QUOTE_CHARS_MAX);
  return quote === line ? line : `${quote}…`;
}

/** Cut between code points, so that no character is halved. */
function cutPoints(text: string, pointsMax: number): string {
  return Array.from(text.slice(0, 2 * pointsMax))
    .slice(0, pointsMax)
    .join('');
}
