import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { GrantedPermission } from '../../../shared/permissions.ts';
import type { PeopleRoute, PeopleTab as Tab } from '../../app/route.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { useCurrentProject } from '../../app/use-project.ts';
import { navigate } from '../../app/use-route.ts';
import { hasCode } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { Tabs, type TabItem } from '../../ui/tabs.tsx';
import { AccessTab } from '../roles/access-tab.tsx';
import { RolesTab } from '../roles/roles-tab.tsx';
import { AccountTab } from './account-tab.tsx';
import { OrganizationPicker } from './organization-picker.tsx';
import { PeopleTab } from './people-tab.tsx';
import { useMay } from './use-may.ts';
import { useOrganizations } from './use-organizations.ts';

/** What a part takes; one's own account is always one's own. */
const NEEDED: Readonly<Partial<Record<Tab, GrantedPermission>>> = {
  people: 'people:read',
  roles: 'roles:read',
  access: 'people:read',
};

/** Who belongs to an organization, what its roles allow, and one's own account. */
export function PeopleScreen({ route }: { route: PeopleRoute }) {
  const { tab, personId, organizationId } = route;
  const project = useCurrentProject();
  const { data: me } = useQuery(api.session.me.queryOptions());
  const { data, error, refetch } = useOrganizations();
  const organization =
    data?.find(({ id }) => id === (organizationId ?? project?.organizationId)) ?? data?.[0];
  const may = useMay(organization?.id);
  // Somebody who was let into single projects has an account and no organization; others may be in one that they may
  // see nothing of.
  const isOutsider = me?.organizations.length === 0 && !me.instanceOwner;
  const isRefused = isOutsider || hasCode(error, 'forbidden');
  const isOpen = (value: Tab): boolean => {
    const needed = NEEDED[value];
    return needed === undefined || (!isRefused && (organization === undefined || may(needed)));
  };
  const inOrganization = (render: (organizationId: string) => ReactNode) => {
    if (error) {
      return (
        <ErrorState
          title="The organizations could not be read"
          error={error}
          onRetry={() => void refetch()}
        />
      );
    }
    if (!data) return <LoadingState />;
    if (!organization) return <EmptyState icon="user" title="You belong to no organization" />;
    return render(organization.id);
  };
  const items: TabItem<Tab>[] = [
    {
      value: 'people',
      label: 'People',
      content: (
        <Page>
          {inOrganization((id) => (
            <PeopleTab key={id} organizationId={id} route={route} />
          ))}
        </Page>
      ),
    },
    {
      value: 'roles',
      label: 'Roles',
      content: (
        <Page>
          {inOrganization((id) => (
            <RolesTab key={id} organizationId={id} />
          ))}
        </Page>
      ),
    },
    {
      value: 'access',
      label: 'Access',
      content: (
        <Page>
          {inOrganization((id) => (
            <AccessTab key={id} organizationId={id} personId={personId} />
          ))}
        </Page>
      ),
    },
    {
      value: 'account',
      label: 'Your account',
      content: (
        <Page width="narrow">
          <AccountTab />
        </Page>
      ),
    },
  ];
  return (
    <>
      <ScreenHeader title="People" />
      <Tabs
        label="Parts of people"
        value={isOpen(tab) ? tab : 'account'}
        onChange={(next) =>
          navigate({ screen: 'people', tab: next, organizationId }, { replace: true })
        }
        aside={
          organization && data ? (
            <OrganizationPicker
              organization={organization}
              organizations={data}
              onChoose={(id) =>
                navigate({ screen: 'people', tab, organizationId: id }, { replace: true })
              }
            />
          ) : null
        }
        items={items.filter(({ value }) => isOpen(value))}
      />
    </>
  );
}
