import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Another host that has one image, and notes who asked for it. */
export interface ImageHost {
  url: string;
  host: string;
  /** The `Referer` of each request, '' for none. */
  referrers: string[];
  close: () => Promise<void>;
}

/** One pixel. */
const GIF = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');

export async function startImageHost(): Promise<ImageHost> {
  const referrers: string[] = [];
  const server = createServer((request, response) => {
    referrers.push(request.headers.referer ?? '');
    response.writeHead(200, { 'content-type': 'image/gif' }).end(GIF);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/cat.gif`,
    host,
    referrers,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
