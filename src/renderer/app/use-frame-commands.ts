import { LAST_DAY } from './analytics-search.ts';
import { useEffect } from 'react';
import { api } from '../client/client.ts';
import { queryClient } from '../client/queries.ts';
import { ownLog } from '../features/audit/audit-search.ts';
import { useInstanceOwner, useMay, useMayCreateIn } from '../features/people/use-may.ts';
import { pickFiles, pickFolder } from '../features/files/open-files.ts';
import { pickImport } from '../features/transfer/pick-import.ts';
import { allowedCommands } from './allowed-commands.ts';
import { useAllCommands, useCommands, runCommand, type Command } from './commands.ts';
import { lastSearch } from './last-visit.ts';
import { toMenuCommands } from './menu-commands.ts';
import { sessionsOf } from './route.ts';
import { openOverlay } from './overlays.ts';
import { chooseTheme, toggleTheme } from './theme.ts';
import { isPickable, useCurrentProject, useProjects } from './use-project.ts';
import { navigate } from './use-route.ts';

const general: readonly Command[] = [
  {
    id: 'app.palette',
    label: 'Search and commands',
    group: 'General',
    keys: 'Mod+K',
    keyboardOnly: true,
    run: () => openOverlay('palette'),
  },
  {
    id: 'app.shortcuts',
    label: 'Keyboard shortcuts',
    group: 'General',
    keys: '?',
    run: () => openOverlay('shortcuts'),
  },
  {
    id: 'app.theme',
    label: 'Switch between light and dark',
    group: 'General',
    keys: 'Mod+Shift+L',
    run: toggleTheme,
  },
  {
    id: 'app.theme-system',
    label: 'Use the theme of the system',
    group: 'General',
    run: () => chooseTheme('system'),
  },
  {
    id: 'go.projects',
    label: 'Go to projects',
    group: 'Go',
    keys: 'g p',
    run: () => navigate({ screen: 'projects' }),
  },
  {
    id: 'go.collector',
    label: 'Go to the collector',
    group: 'Go',
    keys: 'g s',
    run: () => navigate({ screen: 'collector', tab: 'status' }),
  },
  {
    id: 'go.people',
    label: 'Go to people',
    group: 'Go',
    keys: 'g u',
    run: () => navigate({ screen: 'people', tab: 'people' }),
  },
  {
    id: 'go.settings',
    label: 'Go to settings',
    group: 'Go',
    keys: 'Mod+,',
    run: () => navigate({ screen: 'collector', tab: 'settings' }),
  },
  {
    id: 'go.backup',
    label: 'Back up or restore',
    group: 'Go',
    run: () => navigate({ screen: 'collector', tab: 'backup' }),
  },
  {
    id: 'go.prices',
    label: 'Go to prices',
    group: 'Go',
    run: () => navigate({ screen: 'collector', tab: 'prices' }),
  },
  {
    id: 'file.open',
    label: 'Open a trace file…',
    group: 'Projects',
    keys: 'Mod+O',
    run: pickFiles,
  },
  {
    id: 'file.open-folder',
    label: 'Open a folder of trace files…',
    group: 'Projects',
    run: pickFolder,
  },
  {
    id: 'go.files',
    label: 'Go to files',
    group: 'Go',
    keys: 'g f',
    run: () => navigate({ screen: 'files' }),
  },
  {
    id: 'project.create',
    label: 'New project…',
    group: 'Projects',
    run: () => openOverlay('new-project'),
  },
];

function commandsOfProject(projectId: string): readonly Command[] {
  return [
    {
      id: 'go.traces',
      label: 'Go to traces',
      group: 'Go',
      keys: 'g t',
      run: () => navigate({ screen: 'traces', projectId, search: lastSearch(projectId) }),
    },
    {
      id: 'go.sessions',
      label: 'Go to sessions',
      group: 'Go',
      keys: 'g e',
      run: () => navigate(sessionsOf(projectId)),
    },
    {
      id: 'go.connect',
      label: 'Connect an app',
      group: 'Go',
      keys: 'g c',
      run: () => navigate({ screen: 'connect', projectId }),
    },
    {
      id: 'go.keys',
      label: 'Go to API keys',
      group: 'Go',
      keys: 'g k',
      run: () => navigate({ screen: 'keys', projectId }),
    },
    {
      id: 'go.members',
      label: 'Go to members',
      group: 'Go',
      keys: 'g m',
      run: () => navigate({ screen: 'members', projectId }),
    },
    {
      id: 'go.visibility',
      label: 'Go to attribute visibility',
      group: 'Go',
      keys: 'g v',
      run: () => navigate({ screen: 'visibility', projectId }),
    },
    {
      id: 'go.analytics',
      label: 'Go to analytics',
      group: 'Go',
      keys: 'g n',
      run: () => navigate({ screen: 'analytics', projectId, view: LAST_DAY }),
    },
    {
      id: 'go.usage',
      label: 'Go to usage and limits',
      group: 'Go',
      keys: 'g l',
      run: () => navigate({ screen: 'usage', projectId }),
    },
    {
      id: 'go.privacy',
      label: 'Go to privacy',
      group: 'Go',
      keys: 'g r',
      run: () => navigate({ screen: 'privacy', projectId, tab: 'rules' }),
    },
    {
      id: 'go.retention',
      label: 'Go to retention',
      group: 'Go',
      run: () => navigate({ screen: 'retention', projectId }),
    },
    {
      id: 'go.manage',
      label: 'Manage project',
      group: 'Go',
      run: () => navigate({ screen: 'manage', projectId }),
    },
    {
      id: 'file.export',
      label: 'Export what the list shows…',
      group: 'Projects',
      run: () => openOverlay('export'),
    },
    {
      id: 'file.import',
      label: 'Import a file into this project…',
      group: 'Projects',
      run: () => pickImport(projectId),
    },
  ];
}

const toAudit = (projectId: string | undefined): Command => ({
  id: 'go.audit',
  label: 'Go to the audit log',
  group: 'Go',
  keys: 'g a',
  run: async () => {
    // Right after a start it may not be known yet who one is.
    const me = await queryClient
      .ensureQueryData(api.session.me.queryOptions())
      .catch(() => undefined);
    navigate({ screen: 'audit', search: ownLog(me?.instanceOwner, projectId) });
  },
});

/** Offers what can be done everywhere, and hands the commands to the desktop menu where there is one. */
export function useFrameCommands(): void {
  const project = useCurrentProject();
  const projectId = project?.id;
  const isOwner = useInstanceOwner() ?? false;
  const mayHere = useMay(project?.organizationId, projectId);
  const mayCreate = useMayCreateIn().length > 0;
  const { data: projects } = useProjects();
  const toProjects = (projects ?? []).filter(isPickable(projectId)).map((project): Command => ({
    id: `go.project.${project.id}`,
    label: `Switch to ${project.name}`,
    group: 'Projects',
    run: () =>
      navigate({ screen: 'traces', projectId: project.id, search: lastSearch(project.id) }),
  }));
  const everywhere = [...general, toAudit(projectId)];
  useCommands(
    allowedCommands(
      projectId ? [...commandsOfProject(projectId), ...everywhere, ...toProjects] : everywhere,
      (permission) => {
        if (permission === 'instance:manage') return isOwner;
        // Beside a workspace of files, too, in which nobody holds a role.
        if (permission === 'audit:read' && isOwner) return true;
        return permission === 'projects:create' ? mayCreate : mayHere(permission);
      },
    ),
  );

  const all = useAllCommands();
  useEffect(() => {
    window.spanward?.setMenuCommands(toMenuCommands(all));
  }, [all]);
  useEffect(() => window.spanward?.onCommand((id) => void runCommand(id)), []);
}
