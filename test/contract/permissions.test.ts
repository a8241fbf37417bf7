import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PERMISSION_GROUPS, PERMISSIONS } from '../../src/shared/permissions.ts';
import { BUILT_IN_ROLES } from '../../src/shared/roles.ts';
import {
  CALLERS,
  CALLS,
  foreignPlace,
  mayCall,
  ownPlace,
  permissionTable,
} from './permission-table.ts';

const DOCUMENT = join(import.meta.dirname, '../../docs/permissions.md');

describe('docs/permissions.md', () => {
  it('says of every call who may make it (UPDATE_PERMISSIONS=1 writes it anew)', () => {
    const [before, , after] = readFileSync(DOCUMENT, 'utf8').split(
      /<!-- (?:begin|end) table -->\n/,
    );
    const text = `${before}<!-- begin table -->\n${permissionTable()}\n<!-- end table -->\n${after}`;
    if (process.env['UPDATE_PERMISSIONS'] === '1') writeFileSync(DOCUMENT, text);
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(text);
  });

  it('names every permission and every built-in role', () => {
    const text = readFileSync(DOCUMENT, 'utf8');
    for (const { permissions } of PERMISSION_GROUPS) {
      for (const [permission, meaning] of Object.entries(permissions)) {
        expect(text).toContain(`| \`${permission}\` | ${meaning} |`);
      }
    }
    for (const role of BUILT_IN_ROLES) expect(text).toContain(role.description);
  });
});

describe('every call', () => {
  it.each(CALLS)('$name names its permission', ({ meta }) => {
    expect(PERMISSIONS).toContain(meta.permission);
  });

  it('is refused to nobody, but for signing in', () => {
    const nobody = CALLERS.find(({ title }) => title === 'Nobody')!;
    const open = CALLS.filter((call) => mayCall(nobody, call.meta.permission, ownPlace(call)));
    expect(open.map(({ name }) => name).filter((name) => !name.startsWith('session.'))).toEqual([]);
  });

  it('about another organization is refused to all but owners of the instance', () => {
    const outsiders = CALLERS.filter(({ title }) => !/^(?:Local|Instance) owner$/.test(title));
    const wrong = CALLS.flatMap((call) => {
      const own = ownPlace(call);
      const place = foreignPlace(own);
      const personal = ['open', 'none', 'self'].includes(call.meta.permission);
      if (place === own || personal) return [];
      return outsiders
        .filter((caller) => mayCall(caller, call.meta.permission, place))
        .map(({ title }) => `${title}: ${call.name}`);
    });
    expect(wrong).toEqual([]);
  });
});
