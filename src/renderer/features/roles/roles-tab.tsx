import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { OwnRoles } from './own-roles.tsx';
import { RoleMatrix } from './role-matrix.tsx';

/** Roles of one's own, and which role allows what, as a matrix. */
export function RolesTab({ organizationId }: { organizationId: string }) {
  const { data, error, refetch } = useQuery(
    api.roles.list.queryOptions({ input: { organizationId }, select: (answer) => answer.roles }),
  );
  if (error) {
    return (
      <ErrorState
        title="The roles could not be read"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <LoadingState />;
  return (
    <>
      <OwnRoles organizationId={organizationId} roles={data} />
      <RoleMatrix roles={data} />
    </>
  );
}
