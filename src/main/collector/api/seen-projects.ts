import type { Project } from '../../../shared/contract/projects.ts';
import { permissionsIn } from '../../../shared/permissions.ts';
import type { Principal } from '../principal.ts';
import type { StoredProject } from '../projects/project-rows.ts';
import type { Access } from '../roles/access.ts';

const HELD_HERE = permissionsIn('project');

/** Adds what a principal may do in each project; what is stored of the principal is read once for all of them. */
export function seenBy(
  access: Pick<Access, 'standing' | 'placeOf'>,
  principal: Principal,
): (project: StoredProject) => Project {
  const held = access.standing(principal);
  return (project) => {
    const here = held(access.placeOf(project.id));
    return { ...project, permissions: HELD_HERE.filter((permission) => here.has(permission)) };
  };
}
