import { contract } from '../../../shared/contract/index.ts';

const OPEN = Object.entries(contract).flatMap(([subject, calls]) =>
  Object.entries(calls)
    .filter(([, call]) => call['~orpc'].meta.permission === 'open')
    .map(([name, call]) => ({ rpc: `/rpc/${subject}/${name}`, route: call['~orpc'].route })),
);

const RPC_PATHS = new Set(OPEN.map(({ rpc }) => rpc));
const REST_ROUTES = new Set(OPEN.map(({ route }) => `${route.method} /api/v1${route.path}`));

/** Whether a request is one that may come from nobody in particular; all others are refused unread. */
export function isOpenCall(method: string | undefined, path: string): boolean {
  return RPC_PATHS.has(path) || REST_ROUTES.has(`${method} ${path}`);
}
