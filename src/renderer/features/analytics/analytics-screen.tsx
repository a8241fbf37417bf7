import type { AnalyticsSearch, AnalyticsTab } from '../../app/analytics-search.ts';
import { ScreenHeader } from '../../app/screen-header.tsx';
import { navigate } from '../../app/use-route.ts';
import { Page } from '../../ui/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { FilterBar } from '../traces/filter-bar.tsx';
import { TimeRangeSelect } from '../traces/time-range-select.tsx';
import { AgentsTab } from './agents-tab.tsx';
import { ErrorsTab } from './errors-tab.tsx';
import { SeriesTab } from './series-tab.tsx';
import { ServicesTab } from './services-tab.tsx';
import { useAnalyticsRefresh } from './use-analytics.ts';
import styles from './analytics.module.css';

/** What the traces of a project add up to; every number leads to its traces. */
export function AnalyticsScreen({ projectId, view }: { projectId: string; view: AnalyticsSearch }) {
  const { search } = view;
  useAnalyticsRefresh(projectId);
  const change = (next: AnalyticsSearch): void =>
    navigate({ screen: 'analytics', projectId, view: next });
  return (
    <>
      <ScreenHeader title="Analytics">
        <TimeRangeSelect
          time={search.time}
          onChange={(time) => change({ ...view, search: { ...search, time } })}
        />
      </ScreenHeader>
      <FilterBar
        projectId={projectId}
        search={search}
        onChange={(terms) => change({ ...view, search: { ...search, terms } })}
      />
      <Page width="full">
        <div className={styles.tabs}>
          <Tabs<AnalyticsTab>
            label="Analytics"
            value={view.tab}
            onChange={(tab) => change({ ...view, tab })}
            items={[
              {
                value: 'series',
                label: 'Over time',
                content: (
                  <div className={styles.tab}>
                    <SeriesTab projectId={projectId} view={view} onChange={change} />
                  </div>
                ),
              },
              {
                value: 'services',
                label: 'Services',
                content: (
                  <div className={styles.tab}>
                    <ServicesTab projectId={projectId} search={search} />
                  </div>
                ),
              },
              {
                value: 'agents',
                label: 'Agents',
                content: (
                  <div className={styles.tab}>
                    <AgentsTab projectId={projectId} search={search} />
                  </div>
                ),
              },
              {
                value: 'errors',
                label: 'Errors',
                content: (
                  <div className={styles.tab}>
                    <ErrorsTab projectId={projectId} search={search} />
                  </div>
                ),
              },
            ]}
          />
        </div>
      </Page>
    </>
  );
}
