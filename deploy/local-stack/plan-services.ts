import type { ProviderName } from '@continuo/shared/protocol/models';

/** In the order in which they are started and shown. */
export const SERVICE_NAMES = ['simulator', 'gateway', 'generator', 'persister'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the services must know of the stack they are in. */
export interface StackFacts {
  redisUrl: string;
  databaseUrl: string;
  simulatorUrl: string | undefined;
  webDist: string;
}

/** Keys of paid accounts: for the only service that calls providers. */
const SECRET = /^(OPENAI|ANTHROPIC)_(API_KEY|AUTH_TOKEN|ADMIN_KEY)$/;

export function hasProviderKey(env: Environment): boolean {
  return Boolean(env['OPENAI_API_KEY'] || env['ANTHROPIC_API_KEY']);
}

/** The providers that can be asked: those with a key, and the simulator if there is one. */
function chooseProviders(env: Environment, hasSimulator: boolean): ProviderName[] {
  const providers: ProviderName[] = [];
  if (env['OPENAI_API_KEY']) providers.push('openai');
  if (env['ANTHROPIC_API_KEY']) providers.push('anthropic');
  if (hasSimulator) providers.push('simulator');
  return providers;
}

/** What one copy of a service gets as its environment: what the stack knows, over what the user has set. */
export function assembleEnvironment(
  service: ServiceName,
  port: number | undefined,
  facts: StackFacts,
  env: Environment,
): Environment {
  const given = Object.entries(env).filter(([name]) => service === 'generator' || !SECRET.test(name));
  return { ...Object.fromEntries(given), ...addressOf(service, port, env), ...factsFor(service, facts, env) };
}

/** The user's PORT and HOST are the gateway's; no other service may take them for its own. */
function addressOf(service: ServiceName, port: number | undefined, env: Environment): Environment {
  if (port === undefined) return { PORT: undefined, HOST: undefined };
  return { PORT: String(port), HOST: (service === 'gateway' && env['HOST']) || '127.0.0.1' };
}

function factsFor(service: ServiceName, facts: StackFacts, env: Environment): Environment {
  if (service === 'simulator') return {};
  const stores = { REDIS_URL: facts.redisUrl, DATABASE_URL: facts.databaseUrl };
  if (service === 'generator') return { ...stores, SIMULATOR_URL: facts.simulatorUrl };
  return service === 'gateway' ? { ...stores, ...gatewayFacts(facts, env) } : stores;
}

function gatewayFacts(facts: StackFacts, env: Environment): Environment {
  const providers = env['PROVIDERS'] || chooseProviders(env, facts.simulatorUrl !== undefined).join(',');
  return { WEB_DIST: facts.webDist, PROVIDERS: providers };
}
