import { onTestFinished } from 'vitest';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';

export type StoreProxy = FaultProxy;

/** A way to a store, or to a gateway, that can fail. Ends with the test. @param url whose host and port are replaced */
export async function openStoreProxy(url: string): Promise<StoreProxy> {
  const proxy = await startFaultProxy(url);
  onTestFinished(proxy.close);
  return proxy;
}
