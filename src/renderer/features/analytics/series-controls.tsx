import { useState } from 'react';
import {
  COUNTED_UNITS,
  GROUP_ORDERS,
  type CountedUnit,
  type GroupOrder,
} from '../../../shared/contract/analytics.ts';
import { GROUP_FIELDS } from '../../../shared/contract/group-fields.ts';
import { attributeKey, readSplitKey } from '../../../shared/query/group-key.ts';
import { canSplit, type AnalyticsSearch } from '../../app/analytics-search.ts';
import { formatCount } from '../../ui/format.ts';
import { Select, type SelectOption } from '../../ui/select.tsx';
import { AttributeDialog, useOfferedAttributes } from '../traces/attribute-choice.tsx';
import { splitWord, UNIT_WORDS } from './series-words.ts';
import { hasBefore } from './use-analytics.ts';
import styles from './analytics.module.css';

const ORDER_WORDS: Readonly<Record<GroupOrder, string>> = {
  count: 'Most frequent',
  errors: 'Most errors',
  tokens: 'Most tokens',
  cost: 'Highest cost',
};

/** Choices beside what can be split by: with a space, which no field has and no key that is not in quotes. */
const WHOLE = ' whole';
const OTHER = ' other';

interface ControlProps {
  projectId: string;
  view: AnalyticsSearch;
  onChange: (view: AnalyticsSearch) => void;
}

const optionOf = (by: string, note?: string): SelectOption<string> => ({
  value: by,
  label: `By ${splitWord(by)}`,
  ...(note === undefined ? {} : { note }),
});

/** Chooses what is split by: a field, or of spans and calls any attribute. */
function SplitSelect({ projectId, view, onChange }: ControlProps) {
  const { counted, groupBy } = view;
  const [isAsking, setIsAsking] = useState(false);
  const { offered, refetch } = useOfferedAttributes(projectId);
  const ofTraces = counted === 'traces';
  const attributes = ofTraces
    ? []
    : offered.map(({ value, count }) => optionOf(attributeKey(value), formatCount(count)));
  const isOwn = groupBy !== null && readSplitKey(groupBy).kind === 'attribute';
  const isOffered = attributes.some(({ value }) => value === groupBy);
  const choose = (by: string | null, more: Partial<AnalyticsSearch> = {}): void =>
    onChange({ ...view, ...more, groupBy: by, pair: null });
  return (
    <>
      <Select<string>
        label="Split by"
        value={groupBy ?? WHOLE}
        options={[
          { value: WHOLE, label: 'Not split' },
          ...GROUP_FIELDS.filter((field) => canSplit(counted, field)).map((by) => optionOf(by)),
          ...attributes,
          ...(isOwn && !isOffered ? [optionOf(groupBy)] : []),
          { value: OTHER, label: ofTraces ? 'Spans by an attribute…' : 'By another attribute…' },
        ]}
        onChange={(value) => {
          if (value === OTHER) setIsAsking(true);
          else choose(value === WHOLE ? null : value);
        }}
        // Attributes may have come since the screen was opened.
        onOpen={() => void refetch()}
      />
      {isAsking ? (
        <AttributeDialog
          title={ofTraces ? 'Split spans by an attribute' : 'Split by an attribute'}
          action="Split"
          onClose={() => setIsAsking(false)}
          onChoose={(key) => {
            setIsAsking(false);
            // Spans of one trace differ in it.
            choose(attributeKey(key), ofTraces ? { counted: 'spans' } : {});
          }}
        />
      ) : null}
    </>
  );
}

/** What is counted over time, and how it is shown. */
export function SeriesControls({ projectId, view, onChange }: ControlProps) {
  return (
    <div className={styles.controls}>
      <Select<CountedUnit>
        label="What is counted"
        value={view.counted}
        options={COUNTED_UNITS.map((value) => ({ value, label: UNIT_WORDS[value] }))}
        onChange={(counted) => {
          const keeps = view.groupBy !== null && canSplit(counted, view.groupBy);
          onChange({ ...view, counted, ...(keeps ? {} : { groupBy: null, pair: null }) });
        }}
      />
      <SplitSelect projectId={projectId} view={view} onChange={onChange} />
      {view.groupBy === null || view.pair !== null ? null : (
        <Select
          label="Groups shown"
          value={view.orderBy}
          options={GROUP_ORDERS.map((value) => ({ value, label: ORDER_WORDS[value] }))}
          onChange={(orderBy) => onChange({ ...view, orderBy })}
        />
      )}
      {hasBefore(view.search) && view.pair === null ? (
        <Select
          label="Compared with"
          value={view.before ? 'before' : 'nothing'}
          options={[
            { value: 'nothing', label: 'Not compared' },
            { value: 'before', label: 'With the time before' },
          ]}
          onChange={(value) => onChange({ ...view, before: value === 'before' })}
        />
      ) : null}
    </div>
  );
}
