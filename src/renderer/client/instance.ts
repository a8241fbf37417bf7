import { create } from 'zustand';
import {
  INSTANCE_PARAMETER,
  LOCAL_INSTANCE,
  type Instance,
  type InstancesState,
} from '../../shared/instances.ts';

/** Which instance this page is about; the app loads the page anew for another one. */
export const INSTANCE_ID =
  new URLSearchParams(globalThis.location?.search).get(INSTANCE_PARAMETER) ?? LOCAL_INSTANCE;

/** Whether this page of the desktop app is about a collector elsewhere. */
export const IS_REMOTE = INSTANCE_ID !== LOCAL_INSTANCE;

/** Name under which something is remembered of this instance, and not of the others. */
export function ofInstance(key: string): string {
  return IS_REMOTE ? `${key}@${INSTANCE_ID}` : key;
}

/** What the desktop app says of its instances; null in the browser console. */
export const useInstances = create<{ state: InstancesState | null }>()(() => ({ state: null }));

/** Follows the app's instances for the life of the page. */
export function followInstances(): void {
  window.spanward?.instances.onState((state) => useInstances.setState({ state }));
}

/** The remote instance this page is about. */
export function useRemote(): Instance | undefined {
  return useInstances(({ state }) =>
    IS_REMOTE ? state?.instances.find(({ id }) => id === INSTANCE_ID) : undefined,
  );
}
