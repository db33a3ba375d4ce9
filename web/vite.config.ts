import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';
import { dropRenderer } from './plugins/drop-renderer.ts';
import { makeGroups } from './plugins/share-modules.ts';
import { writeCompressed } from './plugins/write-compressed.ts';
import { writePages } from './plugins/write-pages.ts';

/** Where `npm run dev -w web` finds a gateway. */
const GATEWAY_URL = process.env['GATEWAY_URL'] ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [solid(), tailwindcss(), dropRenderer(), writePages(), writeCompressed()],
  build: {
    target: 'baseline-widely-available',
    // Inlined files would be data: URLs, which the page's policy does not allow for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: makeGroups(), debugName: 'pages', includeDependenciesRecursively: false }],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': GATEWAY_URL,
      '/remote-image': GATEWAY_URL,
      '/health': GATEWAY_URL,
      '/ws': { target: GATEWAY_URL, ws: true },
    },
  },
});
