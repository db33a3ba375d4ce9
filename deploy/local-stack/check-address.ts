import { connect } from 'node:net';
import { tryPort } from './free-port.ts';
import { StackFault } from './stack-fault.ts';

const CONNECT_WITHIN_MS = 3_000;

/** @throws StackFault when the gateway could not listen there */
export async function checkPort(port: number, host: string): Promise<void> {
  const outcome = await tryPort(port, host);
  if (outcome === 'free') return;
  const sentences = {
    in_use: `Port ${port} is in use by another program: end that one, or choose another port (PORT=${port + 1}).`,
    forbidden: `Port ${port} is only for root on this machine: choose one above 1023 (PORT=8000).`,
    no_such_host: `This machine has no address ${host}: set HOST to 127.0.0.1, or leave it out.`,
  };
  throw new StackFault(sentences[outcome]);
}

/** @throws StackFault when nothing answers at the address of this URL */
export function checkReachable(url: string, variable: string, defaultPort: number): Promise<void> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '') || '127.0.0.1';
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port) || defaultPort, host, () => {
      socket.destroy();
      resolve();
    });
    const refuse = (): void => {
      socket.destroy();
      const where = `${host}:${port || defaultPort}`;
      reject(
        new StackFault(
          `Nothing answers at ${where}, to which ${variable} points: start it there, or leave ${variable} out for a private one.`,
        ),
      );
    };
    socket.setTimeout(CONNECT_WITHIN_MS, refuse);
    socket.once('error', refuse);
  });
}
