import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import solid from 'vite-plugin-solid';

/** Where `npm run dev -w web` finds a gateway. */
const GATEWAY_URL = process.env['GATEWAY_URL'] ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [solid(), tailwindcss()],
  build: {
    target: 'baseline-widely-available',
    // Inlined files would be data: URLs, which the page's policy does not allow for fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What is fetched with what: for the test of sizes.
    manifest: true,
    // What the first page needs travels as one file: in fifty small ones it is a tenth larger, and later.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
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
