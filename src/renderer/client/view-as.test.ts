import { afterEach, beforeAll, expect, it } from 'vitest';
import { contract } from '../../shared/contract/index.ts';
import type { hashWithViewer, setViewAs, withViewer } from './view-as.ts';

const PROJECT = 'prj_0123456789ab';
const kept = new Map<string, string>();
let module: {
  setViewAs: typeof setViewAs;
  withViewer: typeof withViewer;
  hashWithViewer: typeof hashWithViewer;
};

beforeAll(async () => {
  Object.assign(globalThis, {
    sessionStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    },
  });
  module = await import('./view-as.ts');
});

afterEach(() => module.setViewAs(null));

const readOnly = { projectId: PROJECT, id: 'project_read_only', name: 'Read-only' } as const;

it('every call that can be answered as somebody else would see it is, while viewing as them', () => {
  module.setViewAs(readOnly);
  const missed: string[] = [];
  let asked = 0;
  for (const [area, calls] of Object.entries(contract)) {
    for (const [name, call] of Object.entries(calls)) {
      const { inputSchema } = call['~orpc'] as { inputSchema?: { shape?: object } };
      if (inputSchema?.shape === undefined || !('viewAs' in inputSchema.shape)) continue;
      asked += 1;
      const input = { projectId: PROJECT };
      if (module.withViewer([area, name], input) === input) missed.push(`${area}.${name}`);
    }
  }
  expect(asked).toBeGreaterThan(15);
  expect(missed).toEqual([]);
});

it('puts the viewer into every read of that project, and into nothing else', () => {
  const { setViewAs, withViewer } = module;
  const input = { projectId: PROJECT, limit: 3 };
  expect(withViewer(['traces', 'list'], input)).toBe(input);
  setViewAs(readOnly);
  const viewed = { ...input, viewAs: 'project_read_only' };
  expect(withViewer(['traces', 'list'], input)).toEqual(viewed);
  expect(withViewer(['traces', 'anything new'], input)).toEqual(viewed);
  expect(withViewer(['transfer', 'exportFile'], input)).toEqual(viewed);
  expect(withViewer(['visibility', 'mine'], input)).toEqual(viewed);
  expect(withViewer(['transfer', 'importFile'], input)).toBe(input);
  expect(withViewer(['keys', 'list'], input)).toBe(input);
  const other = { projectId: 'prj_ba9876543210' };
  expect(withViewer(['traces', 'list'], other)).toBe(other);
  expect(withViewer(['collector', 'status'], undefined)).toBe(undefined);
});

it('gives each viewer a cache of its own', () => {
  const { hashWithViewer, setViewAs } = module;
  const hashes = [hashWithViewer(['traces'])];
  for (const id of ['project_read_only', 'project_member'] as const) {
    setViewAs({ ...readOnly, id });
    hashes.push(hashWithViewer(['traces']));
  }
  expect(new Set(hashes).size).toBe(3);
  setViewAs(null);
  expect(hashWithViewer(['traces'])).toBe(hashes[0]);
});

it('is forgotten with the window', () => {
  module.setViewAs(readOnly);
  expect(kept.size).toBe(1);
  module.setViewAs(null);
  expect(kept.size).toBe(0);
});
