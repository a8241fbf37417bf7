import type { CollectorTab } from '../../app/route.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { navigate } from '../../app/use-route.ts';
import { Page } from '../../ui/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { BackupTab } from '../backup/backup-tab.tsx';
import { useInstanceOwner } from '../people/use-may.ts';
import { AppearanceTab } from './appearance-tab.tsx';
import { PricesTab } from './prices-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';
import { StatusTab } from './status-tab.tsx';

/** Parts that only owners of the instance may use. */
const FOR_OWNERS: ReadonlySet<CollectorTab> = new Set(['settings', 'backup']);

/** The instance: how it is doing, and what can be set. */
export function CollectorScreen({ tab }: { tab: CollectorTab }) {
  const isOwner = useInstanceOwner();
  return (
    <>
      <ScreenHeader title="Collector" />
      <Tabs
        label="Parts of the instance"
        value={isOwner === false && FOR_OWNERS.has(tab) ? 'status' : tab}
        onChange={(next) => navigate({ screen: 'collector', tab: next }, { replace: true })}
        items={[
          {
            value: 'status',
            label: 'Status',
            content: (
              <Page>
                <StatusTab />
              </Page>
            ),
          },
          ...(isOwner === false
            ? []
            : [
                {
                  value: 'settings' as const,
                  label: 'Settings',
                  content: (
                    <Page width="narrow">
                      <SettingsTab />
                    </Page>
                  ),
                },
                {
                  value: 'backup' as const,
                  label: 'Backup',
                  content: (
                    <Page>
                      <BackupTab />
                    </Page>
                  ),
                },
              ]),
          {
            value: 'prices',
            label: 'Prices',
            content: (
              <Page>
                <PricesTab />
              </Page>
            ),
          },
          {
            value: 'appearance',
            label: 'Appearance',
            content: (
              <Page width="narrow">
                <AppearanceTab />
              </Page>
            ),
          },
        ]}
      />
    </>
  );
}
