import { basename } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { PAGE_PATHS } from '../src/page-paths.ts';

/** Which file is the page at which path, for who serves them. Any other path has `index.html`, and that does for all. */
const TABLE = 'pages.json';

/** Writes each page's HTML: the index, and links by which the browser fetches the page's own modules at once. */
export function writePages(): Plugin {
  return {
    name: 'continuo:write-pages',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const index = bundle['index.html'];
        const frame = findChunk('index.tsx', bundle);
        // The tests build other pages with this configuration.
        if (index?.type !== 'asset' || !frame) return;
        const known = importsOf(frame, bundle);
        const table: Record<string, string> = {};
        for (const [module, paths] of Object.entries(PAGE_PATHS)) {
          const page = findChunk(module, bundle);
          if (!page) return this.error(`There is no page of ${module}.`);
          const own = [...importsOf(page, bundle)].filter((file) => !known.has(file));
          const links = [...own.map(preload), ...stylesOf(own, bundle).map(style)].join('');
          const fileName = `pages/${basename(module, '.tsx')}.html`;
          const source = String(index.source).replace('  </head>', `${links}  </head>`);
          this.emitFile({ type: 'asset', fileName, source });
          for (const path of paths) table[path] = fileName;
        }
        this.emitFile({ type: 'asset', fileName: TABLE, source: JSON.stringify(table, null, 2) });
      },
    },
  };
}

function findChunk(module: string, bundle: Rolldown.OutputBundle): Rolldown.OutputChunk | undefined {
  const isIt = (file: Rolldown.OutputAsset | Rolldown.OutputChunk): file is Rolldown.OutputChunk =>
    file.type === 'chunk' && file.moduleIds.some((id) => id.endsWith(`/src/${module}`));
  return Object.values(bundle).find(isIt);
}

/** The files of a chunk and of all that it cannot do without. */
function importsOf(
  chunk: Rolldown.OutputChunk,
  bundle: Rolldown.OutputBundle,
  found = new Set<string>(),
): Set<string> {
  if (found.has(chunk.fileName)) return found;
  found.add(chunk.fileName);
  for (const name of chunk.imports) {
    const other = bundle[name];
    if (other?.type === 'chunk') importsOf(other, bundle, found);
  }
  return found;
}

function stylesOf(files: readonly string[], bundle: Rolldown.OutputBundle): string[] {
  return files.flatMap((file) => {
    const chunk = bundle[file];
    return chunk?.type === 'chunk' ? [...(chunk.viteMetadata?.importedCss ?? [])] : [];
  });
}

const preload = (file: string): string => toLink('modulepreload', file);
const style = (file: string): string => toLink('stylesheet', file);

function toLink(rel: string, file: string): string {
  return `    <link rel="${rel}" crossorigin href="/${file}">\n`;
}
