/**
 * The elements an answer may be made of. Left out on purpose: whatever loads, runs, posts, frames or styles.
 */
const TEXT_TAGS = 'a strong b em i u s del ins mark small sub sup code kbd samp var abbr q cite br span';
const BLOCK_TAGS = 'p hr h1 h2 h3 h4 h5 h6 blockquote pre div details summary';
const LIST_TAGS = 'ul ol li dl dt dd';
const TABLE_TAGS = 'table thead tbody tfoot tr th td caption';

export const ALLOWED_TAGS: readonly string[] = [TEXT_TAGS, BLOCK_TAGS, LIST_TAGS, TABLE_TAGS].flatMap(
  (tags) => tags.split(' '),
);
