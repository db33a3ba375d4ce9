import { ALLOWED_TAGS } from './allowed-tags.ts';
import { escapeHtml } from './escape-html.ts';

const allowed = new Set(ALLOWED_TAGS);

/**
 * HTML inside Markdown, reduced to allowed tags without attributes, such as `<br>` or `<sub>`. All else is shown as
 * it was written: it is rather a type (`Map<string>`) or an attack than a layout.
 */
export function keepPlainTags(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<\/?([a-z][a-z0-9]*)\s*\/?>|[<>]/gi, (whole, name: string | undefined) =>
      name !== undefined && allowed.has(name.toLowerCase()) ? whole : escapeHtml(whole),
    );
}
