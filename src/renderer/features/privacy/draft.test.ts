import { describe, expect, it } from 'vitest';
import type { RedactionRules } from '../../../shared/contract/redaction.ts';
import { changesOf, changeWords, trialOf, weakens, withType } from './draft.ts';

const STORED: RedactionRules = {
  mode: 'detect',
  types: ['EMAIL', 'IP'],
  replacement: { kind: 'text', template: '[{type}]' },
  replacements: {},
  rules: [{ id: 'emp', type: 'EMPLOYEE', kind: 'pattern', pattern: 'EMP-\\d+' }],
  dropKeys: [],
  keepOnlyKeys: [],
  allowKeys: ['order.id'],
  allowDomains: [],
  allowAddresses: [],
  allowPrivateAddresses: false,
};

describe('a draft', () => {
  it('holds what differs, and nothing once it is as stored again', () => {
    expect(changesOf(STORED, { mode: 'on', types: ['EMAIL', 'IP'] })).toEqual({ mode: 'on' });
    expect(changesOf(STORED, { mode: 'detect' })).toEqual({});
  });

  it('is tried without its mode', () => {
    expect(trialOf({ mode: 'off', dropKeys: ['a'] })).toEqual({ dropKeys: ['a'] });
  });

  it('keeps kinds in their order', () => {
    expect(withType(['IP', 'EMAIL'], 'PHONE', true)).toEqual(['EMAIL', 'PHONE', 'IP']);
    expect(withType(['IP', 'EMAIL'], 'EMAIL', false)).toEqual(['IP']);
  });

  it('says what is changed', () => {
    const draft: RedactionRules = {
      ...STORED,
      mode: 'on',
      types: ['IP', 'SECRET'],
      replacements: { IP: { kind: 'mask' } },
      rules: [{ id: 'names', type: 'NAME', kind: 'keywords', keywords: ['x'] }],
      dropKeys: ['a', 'b'],
      allowKeys: [],
      allowPrivateAddresses: true,
    };
    expect(changeWords(STORED, draft)).toEqual([
      'Mode: Detect only → Redact',
      'E-mail: not redacted',
      'IP address: another replacement',
      'Secret: redacted',
      'Rule names: new',
      'Rule emp: deleted',
      '2 dropped keys added',
      '1 untouched key removed',
      'Private addresses stay',
    ]);
    expect(changeWords(STORED, STORED)).toEqual([]);
  });

  it('weakens when a mode or a kind that is on goes', () => {
    expect(weakens(STORED, { ...STORED, mode: 'off' })).toBe(true);
    expect(weakens(STORED, { ...STORED, mode: 'on', types: [] })).toBe(false);
    expect(weakens({ ...STORED, mode: 'on' }, { ...STORED, mode: 'on', types: ['IP'] })).toBe(true);
  });

  it.each<[Partial<RedactionRules>, boolean]>([
    [{ rules: [] }, true],
    [{ rules: [{ ...STORED.rules[0]!, pattern: 'E-\\d+' }] }, false],
    [{ dropKeys: [] }, true],
    [{ dropKeys: ['a.*', 'b'] }, false],
    [{ keepOnlyKeys: [] }, true],
    [{ keepOnlyKeys: ['gen_ai.*', 'b'] }, true],
    [{ allowKeys: ['order.id', 'user.id'] }, true],
    [{ allowKeys: [] }, false],
    [{ allowDomains: ['corp.io'] }, true],
    [{ allowAddresses: ['10.0.0.0/8'] }, true],
    [{ allowPrivateAddresses: true }, true],
  ])('weakens by what is left alone, dropped or no rule any more: %j', (change, expected) => {
    const stored: RedactionRules = {
      ...STORED,
      mode: 'on',
      dropKeys: ['a.*'],
      keepOnlyKeys: ['gen_ai.*'],
    };
    expect(weakens(stored, { ...stored, ...change })).toBe(expected);
    // Nothing is redacted while it only counts.
    expect(weakens({ ...stored, mode: 'detect' }, { ...stored, mode: 'detect', ...change })).toBe(
      false,
    );
  });
});
