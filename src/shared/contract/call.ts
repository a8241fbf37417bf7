import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ERROR_STATUS } from '../errors.ts';
import { AwayData } from '../instances.ts';
import type { Permission } from '../permissions.ts';

/** What every call declares beside its input and output. */
export interface CallMeta {
  /** Checked in one place before the handler runs; a principal without it gets `forbidden`. */
  permission: Permission;
  /** A list over all that its reader may see: the permission need be held somewhere, and the rest is left out. */
  across: boolean;
}

/** When to try again, and of an instance that cannot be reached that it is so. */
const errorData = z
  .object({ retryAfterSeconds: z.number().optional(), ...AwayData.partial().shape })
  .optional();

const errors = Object.fromEntries(
  Object.entries(ERROR_STATUS).map(([code, status]) => [code, { status, data: errorData }]),
) as { [code in keyof typeof ERROR_STATUS]: { status: number; data: typeof errorData } };

const base = oc.$meta<CallMeta>({ permission: 'none', across: false }).errors(errors);

/**
 * Starts the declaration of one call; `.input()` and `.output()` follow.
 *
 * With a `route` the call is part of the REST API under `/api/v1`; without one it is for the window and the console.
 */
export function call(options: {
  permission: Permission;
  summary: string;
  across?: boolean;
  route?: { method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'; path: `/${string}` };
}) {
  return base.meta({ permission: options.permission, across: options.across ?? false }).route({
    summary: options.summary,
    ...options.route,
    ...(options.route ? {} : { tags: ['internal'] }),
  });
}
