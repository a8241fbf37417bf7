import { AppError } from '../../shared/errors.ts';
import type { Project } from '../../shared/contract/projects.ts';
import { ProjectId } from '../../shared/ids.ts';
import { resolveDataDir } from '../data-dir.ts';
import { connect, type Client } from './connect.ts';
import { createOutput, type Output } from './output.ts';

/** Options every command takes. */
export interface GlobalOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
  /** Why, for the audit log. */
  readonly reason?: string;
}

/** Of a command about one project; {@link findProject} takes its value. */
export const PROJECT_OPTION = [
  '--project <project>',
  'id or name, see "spanward project list"',
] as const;
/** Of a command about one project or all. */
export const ANY_PROJECT_OPTION = [
  '--project <project>',
  'id or name; default: every project',
] as const;

/** Names or ids of projects that one message tells. */
const MAX_TOLD = 10;

/** Runs a command against a collector and lets go of it afterwards, whatever happens. */
export async function withClient(
  options: GlobalOptions,
  run: (client: Client, output: Output) => Promise<void>,
): Promise<void> {
  const json = options.json === true;
  const connection = await connect(resolveDataDir(options.dataDir), json, options.reason);
  try {
    await run(connection.client, createOutput(json));
  } finally {
    await connection.close();
  }
}

/**
 * The project a user named, by id or by name (letter case ignored).
 *
 * @throws AppError `not_found` telling some of what there is, `invalid` for a name that several organizations have given
 */
export async function findProject(client: Client, name: string): Promise<Project> {
  const { projects } = await client.projects.list();
  const wanted = name.toLowerCase();
  const byId = projects.find(({ id }) => id === name);
  if (byId !== undefined) return byId;
  const [project, ...others] = projects.filter((entry) => entry.name.toLowerCase() === wanted);
  if (others.length > 0) {
    const ids = someOf([project!, ...others].map(({ id }) => id));
    throw new AppError(
      'invalid',
      `Several organizations have a project "${name}": ${ids}. Name it by its id; "spanward project list" tells whose each is.`,
    );
  }
  if (project !== undefined) return project;
  // A workspace of files is read like a project; it is named by its id.
  if (ProjectId.safeParse(name).success) return client.projects.get({ projectId: name });
  throw new AppError('not_found', `There is no project "${name}". ${namesOf(projects)}`);
}

/** Each name once: several organizations may have given it. */
function namesOf(projects: readonly Project[]): string {
  const names = [...new Set(projects.map((entry) => `"${entry.name}"`))];
  if (names.length === 0) return 'There is none yet: "spanward project create" makes one.';
  const hint = names.length > MAX_TOLD ? ' "spanward project list" tells them all.' : '';
  return `There are: ${someOf(names)}.${hint}`;
}

/** The first of them, and how many more there are. */
function someOf(names: readonly string[]): string {
  const more = names.length - MAX_TOLD;
  if (more <= 0) return names.join(', ');
  return `${names.slice(0, MAX_TOLD).join(', ')} and ${more} more`;
}
