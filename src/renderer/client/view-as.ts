import { hashKey } from '@tanstack/react-query';
import { z } from 'zod';
import { create } from 'zustand';
import { ViewerId } from '../../shared/contract/visibility.ts';
import { ofInstance } from './instance.ts';

const KEY = ofInstance('spanward.view-as');

/** A role or key scope in whose place this window reads a project's telemetry. */
const ViewedAs = z.object({ projectId: z.string(), id: ViewerId, name: z.string() });
export type ViewedAs = z.infer<typeof ViewedAs>;

/** Whom this window stands in for; lives as long as the window, a reload included, and is never kept beyond. */
export const useViewAsStore = create<{ viewer: ViewedAs | null }>()(() => ({ viewer: read() }));

function read(): ViewedAs | null {
  try {
    return ViewedAs.parse(JSON.parse(sessionStorage.getItem(KEY) ?? 'null'));
  } catch {
    return null;
  }
}

/** Stands in for a viewer, or with null for nobody any more. Calls under way must have been given up before. */
export function setViewAs(viewer: ViewedAs | null): void {
  if (viewer === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, JSON.stringify(viewer));
  useViewAsStore.setState({ viewer });
}

/** Calls that read telemetry, and are therefore answered as the viewer would be. */
function readsTelemetry([area, name]: readonly string[]): boolean {
  return (
    area === 'traces' ||
    area === 'threads' ||
    area === 'analytics' ||
    (area === 'transfer' && name === 'exportFile') ||
    (area === 'visibility' && name === 'mine') ||
    (area === 'redaction' && (name === 'coverage' || name === 'watchCoverage'))
  );
}

/**
 * The input of a call with the viewer in it: the one place where the window says whom it stands in for, so that no
 * screen can forget it.
 */
export function withViewer(path: readonly string[], input: unknown): unknown {
  const { viewer } = useViewAsStore.getState();
  if (viewer === null || !readsTelemetry(path) || typeof input !== 'object' || input === null) {
    return input;
  }
  const { projectId } = input as { projectId?: unknown };
  return projectId === viewer.projectId ? { ...input, viewAs: viewer.id } : input;
}

/** Identity of a query: its key and the viewer, so that what one viewer saw is never shown to another. */
export function hashWithViewer(queryKey: readonly unknown[]): string {
  const { viewer } = useViewAsStore.getState();
  return viewer === null ? hashKey(queryKey) : hashKey([viewer.projectId, viewer.id, queryKey]);
}
