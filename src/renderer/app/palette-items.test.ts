import { describe, expect, it } from 'vitest';
import type { Project } from '../../shared/contract/projects.ts';
import type { Command } from './commands.ts';
import { matchesQuery, paletteGroups, traceIdIn } from './palette-items.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const project = (id: string, name: string) => ({ id, name }) as Project;
const command = (id: string, label: string, more: Partial<Command> = {}): Command => ({
  id,
  label,
  group: 'Go',
  run: () => undefined,
  ...more,
});

describe('traceIdIn', () => {
  it('finds an id in what was pasted', () => {
    expect(traceIdIn(`trace_id=${traceId.toUpperCase()}, ok`)).toEqual({ traceId, spanId: null });
  });

  it('takes the span of a traceparent', () => {
    expect(traceIdIn(`00-${traceId}-b7ad6b7169203331-01`)).toEqual({
      traceId,
      spanId: 'b7ad6b7169203331',
    });
  });

  it.each(['', 'abc', `${traceId}0`, traceId.slice(1)])('finds none in "%s"', (text) => {
    expect(traceIdIn(text)).toBeNull();
  });
});

describe('paletteGroups', () => {
  const projects = [project('prj_a', 'First'), project('prj_b', 'Second')];

  it('offers a pasted trace in the current project first', () => {
    const [group, ...rest] = paletteGroups(traceId, [], projects, projects[1]);
    expect(rest).toEqual([]);
    expect(group?.items.map((item) => item.label)).toEqual([
      'Open trace 0af7…319c in Second',
      'Open trace 0af7…319c in First',
    ]);
  });

  it('finds commands by the beginnings of words, and leaves out those of the keyboard', () => {
    const commands = [
      command('go.keys', 'Go to API keys'),
      command('traces.next', 'Next API page', { keyboardOnly: true }),
      command('go.prices', 'Go to prices'),
    ];
    const [group] = paletteGroups('ap ke', commands, projects, undefined);
    expect(group?.items.map((item) => item.id)).toEqual(['go.keys']);
  });

  it('searches traces by name when there is a project', () => {
    const groups = paletteGroups('checkout', [], projects, projects[0]);
    expect(groups.at(-1)?.items[0]?.act).toEqual({
      go: {
        screen: 'traces',
        projectId: 'prj_a',
        search: { time: { kind: 'any' }, terms: { name: 'checkout' } },
      },
    });
  });
});

it('matches any order of words', () => {
  expect(matchesQuery('Switch between light and dark', 'dark swi')).toBe(true);
  expect(matchesQuery('Switch between light and dark', 'dark blue')).toBe(false);
});
