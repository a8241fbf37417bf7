import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { useViewedAs, viewAs, viewAsOneself } from './use-view-as.ts';
import { shortViewerName, VIEWER_GROUPS } from './viewer-names.ts';

/** Chooses whose eyes to look through; only for those who manage visibility. */
export function ViewAsMenu({ projectId }: { projectId: string }) {
  const viewed = useViewedAs();
  const { data } = useQuery(
    api.visibility.viewers.queryOptions({ input: { projectId }, staleTime: 60_000 }),
  );
  const entries: MenuEntry[] = VIEWER_GROUPS.flatMap(({ kind, title }) => [
    { kind: 'group' as const, label: title },
    ...(data?.viewers ?? [])
      .filter((viewer) => viewer.kind === kind)
      .map((viewer) => ({
        label: shortViewerName(viewer),
        disabled: !viewer.readsTraces,
        ...(viewer.readsTraces ? {} : { note: 'reads no traces' }),
        onSelect: () => viewAs(projectId, viewer),
      })),
  ]);
  const back: MenuEntry[] =
    viewed === null
      ? []
      : [{ label: 'Yourself', icon: 'x', onSelect: viewAsOneself }, { kind: 'separator' }];
  return (
    <Menu
      align="end"
      trigger={<Button icon="eye">View as</Button>}
      entries={[...back, ...entries]}
    />
  );
}
