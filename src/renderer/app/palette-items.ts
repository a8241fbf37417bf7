import type { Project } from '../../shared/contract/projects.ts';
import { shortId } from '../ui/format.ts';
import type { IconName } from '../ui/icons.tsx';
import type { Command } from './commands.ts';
import type { Route } from './route.ts';

export interface PaletteItem {
  id: string;
  label: string;
  icon: IconName;
  keys?: string;
  act: { run: () => void } | { go: Route };
}

export interface PaletteGroup {
  value: string;
  items: PaletteItem[];
}

/** The ids in a pasted trace id, W3C `traceparent`, or text around either. */
export function traceIdIn(text: string): { traceId: string; spanId: string | null } | null {
  const parent = /\b[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}\b/i.exec(text);
  if (parent?.[1] && parent[2]) {
    return { traceId: parent[1].toLowerCase(), spanId: parent[2].toLowerCase() };
  }
  const traceId = /(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/i.exec(text)?.[0];
  return traceId ? { traceId: traceId.toLowerCase(), spanId: null } : null;
}

/** Whether every word of the query begins some word of the label. */
export function matchesQuery(label: string, query: string): boolean {
  const words = label.toLowerCase().split(/[^\p{L}\p{N}]+/u);
  return query
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .every(
      (part) => words.some((word) => word.startsWith(part)) || label.toLowerCase().includes(part),
    );
}

const iconOf = (command: Command): IconName =>
  command.id.startsWith('go.') ? 'chevronRight' : 'play';

/** What the palette offers for a query: a pasted trace first, then commands, then a search by name. */
export function paletteGroups(
  query: string,
  commands: readonly Command[],
  projects: readonly Project[],
  current: Project | undefined,
): PaletteGroup[] {
  const groups: PaletteGroup[] = [];
  const ids = traceIdIn(query);
  if (ids) {
    const inOrder = [...projects].sort(
      (a, b) => Number(b.id === current?.id) - Number(a.id === current?.id),
    );
    groups.push({
      value: 'Trace',
      items: inOrder.slice(0, 8).map((project) => ({
        id: `trace.${project.id}`,
        label: `Open trace ${shortId(ids.traceId)} in ${project.name}`,
        icon: 'traces',
        act: { go: { screen: 'trace', projectId: project.id, ...ids, view: null } },
      })),
    });
    return groups;
  }
  for (const command of commands) {
    if (command.keyboardOnly || !matchesQuery(`${command.group} ${command.label}`, query)) continue;
    const item: PaletteItem = {
      id: command.id,
      label: command.label,
      icon: iconOf(command),
      act: { run: command.run },
      ...(command.keys ? { keys: command.keys } : {}),
    };
    const group = groups.find((each) => each.value === command.group);
    if (group) group.items.push(item);
    else groups.push({ value: command.group, items: [item] });
  }
  // To go somewhere is what the palette is opened for; what is the same everywhere comes last.
  groups.sort((a, b) => Number(a.value === 'General') - Number(b.value === 'General'));
  const name = query.trim();
  if (name && current) {
    groups.push({
      value: 'Search',
      items: [
        {
          id: 'search.name',
          label: `Find traces named “${name}” in ${current.name}`,
          icon: 'search',
          act: {
            go: {
              screen: 'traces',
              projectId: current.id,
              search: { time: { kind: 'any' }, terms: { name } },
            },
          },
        },
      ],
    });
  }
  return groups;
}
