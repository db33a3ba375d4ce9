import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = /\.(js|css|html|svg)$/;
/** What is smaller fits into the first packets as it is. */
const BYTES_MIN = 1024;
const asBrotli = promisify(brotliCompress);
const asGzip = promisify(gzip);
const GZIP_LEVEL = constants.Z_BEST_COMPRESSION;

/** Writes every text beside itself as `.br` and `.gz`: compressed once, as well as can be, for whoever serves it. */
export function writeCompressed(): Plugin {
  return {
    name: 'continuo:write-compressed',
    apply: 'build',
    enforce: 'post',
    writeBundle: {
      order: 'post',
      async handler({ dir }, bundle) {
        if (dir === undefined) return;
        const texts = Object.keys(bundle).filter((file) => TEXT.test(file));
        await Promise.all(texts.map((file) => compress(join(dir, file))));
      },
    },
  };
}

async function compress(path: string): Promise<void> {
  const text = await readFile(path);
  if (text.length < BYTES_MIN) return;
  await Promise.all([
    writeFile(`${path}.br`, await asBrotli(text)),
    writeFile(`${path}.gz`, await asGzip(text, { level: GZIP_LEVEL })),
  ]);
}
