import { describe, expect, it } from 'vitest';
import {
  ANY_ENTRY,
  isAnyEntry,
  readAuditSearch,
  toAuditFilter,
  writeAuditSearch,
  ownLog,
} from './audit-search.ts';

describe('a search in the audit log', () => {
  it('has an address that leads back', () => {
    const search = {
      text: 'a & b=c',
      action: 'key.*',
      actor: 'Zoë',
      resource: 'key_0123456789ab',
      projectId: 'prj_0123456789ab',
      organizationId: 'org_0123456789ab',
      time: '7d',
    } as const;
    expect(readAuditSearch(new URLSearchParams(writeAuditSearch(search).toString()))).toEqual(
      search,
    );
  });

  it('leaves out of an address what makes no sense', () => {
    const search = readAuditSearch(new URLSearchParams('project=../x&time=toString&other=1'));
    expect(search).toEqual(ANY_ENTRY);
    expect(isAnyEntry(search)).toBe(true);
  });

  it('asks the collector for what is given and nothing else', () => {
    const now = Date.parse('2026-01-08T00:00:00Z');
    expect(toAuditFilter(ANY_ENTRY, now)).toEqual({});
    expect(toAuditFilter({ ...ANY_ENTRY, text: '  x ', action: '  ', time: '7d' }, now)).toEqual({
      text: 'x',
      since: '2026-01-01T00:00:00.000Z',
    });
  });
});

it('is not narrowed to a project before it is known who one is', () => {
  const projectId = 'prj_0123456789ab';
  expect(ownLog(false, projectId)).toEqual({ ...ANY_ENTRY, projectId });
  expect(ownLog(true, projectId)).toEqual(ANY_ENTRY);
  expect(ownLog(undefined, projectId)).toEqual(ANY_ENTRY);
  expect(ownLog(false, undefined)).toEqual(ANY_ENTRY);
});
