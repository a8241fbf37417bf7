import { navigate } from '../../app/use-route.ts';

/** Goes where another trace is chosen to compare this one with. */
export function compareTrace(projectId: string, { traceId }: { readonly traceId: string }): void {
  navigate({ screen: 'compare', projectId, a: traceId, b: null });
}
