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
 * @throws AppError `not_found` listing what there is, `invalid` for a name that several organizations have given
 */
export async function findProject(client: Client, name: string): Promise<Project> {
  const { projects } = await client.projects.list();
  const wanted = name.toLowerCase();
  const byId = projects.find(({ id }) => id === name);
  if (byId !== undefined) return byId;
  const [project, ...others] = projects.filter((entry) => entry.name.toLowerCase() === wanted);
  if (others.length > 0) {
    const ids = [project!, ...others].map(({ id }) => id).join(', ');
    throw new AppError(
      'invalid',
      `Several organizations have a project "${name}": ${ids}. Name it by its id; "spanward project list" tells whose each is.`,
    );
  }
  if (project !== undefined) return project;
  // A workspace of files is read like a project; it is named by its id.
  if (ProjectId.safeParse(name).success) return client.projects.get({ projectId: name });
  const names = projects.map((entry) => `"${entry.name}"`).join(', ');
  throw new AppError('not_found', `There is no project "${name}". There are: ${names}.`);
}
