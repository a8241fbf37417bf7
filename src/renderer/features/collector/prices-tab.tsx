import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { ModelPrice, PriceList } from '../../../shared/contract/prices.ts';
import { messageOf } from '../../client/call-error.ts';
import { api } from '../../client/client.ts';
import { queryClient } from '../../client/queries.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { PassingIconButton } from '../../ui/passing-button.tsx';
import { formatCount, formatPlural, formatPrice } from '../../ui/format.ts';
import { TextInput } from '../../ui/input.tsx';
import { Section } from '../../ui/page.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { showToast } from '../../ui/toast.tsx';
import { useInstanceOwner } from '../people/use-may.ts';
import { PriceDialog } from './price-dialog.tsx';

type Price = z.infer<typeof PriceList>['prices'][number];

const usd = (value: number | null): string => (value === null ? 'as input' : formatPrice(value));

function PriceRow(props: {
  price: Price;
  mayChange: boolean;
  onEdit: () => void;
  onReset: () => void;
}) {
  const { price } = props;
  return (
    <tr>
      <td>
        <span className="mono">{price.model}</span>{' '}
        {price.source === 'edited' ? <Badge tone="accent">edited</Badge> : null}
      </td>
      <td className="muted">{price.provider || 'any'}</td>
      <td className={table['num']}>{usd(price.input)}</td>
      <td className={table['num']}>{usd(price.output)}</td>
      <td className={table['num']}>{usd(price.cachedInput)}</td>
      <td className={table['num']}>{usd(price.cacheWrite)}</td>
      <td className={table['tight']}>
        {price.source === 'edited' && props.mayChange ? (
          <PassingIconButton
            icon="refresh"
            label={`Reset the price of ${price.model}`}
            onClick={props.onReset}
          />
        ) : null}
        {props.mayChange ? (
          <Button
            look="ghost"
            onClick={props.onEdit}
            aria-label={`Edit the price of ${price.model}`}
          >
            Edit
          </Button>
        ) : null}
      </td>
    </tr>
  );
}

/** The price table: what new spans are costed with where they carry no cost of their own. */
export function PricesTab() {
  const mayChange = useInstanceOwner() ?? false;
  const [query, setQuery] = useState('');
  const [editing, setEditing] = useState<ModelPrice | 'new' | null>(null);
  const { data, error, refetch } = useQuery(api.prices.list.queryOptions());
  const reset = useMutation(
    api.prices.reset.mutationOptions({
      onSuccess: (list) => queryClient.setQueryData(api.prices.list.queryKey(), list),
      onError: (failure) =>
        showToast({ title: 'Not reset', description: messageOf(failure), look: 'error' }),
    }),
  );
  if (error) {
    return (
      <ErrorState
        title="The prices could not be read"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!data) return <LoadingState />;
  const wanted = query.trim().toLowerCase();
  const found = data.prices.filter((price) =>
    `${price.provider} ${price.model}`.toLowerCase().includes(wanted),
  );
  return (
    <Section
      title={`${wanted === '' ? '' : `${formatCount(found.length)} of `}${formatPlural(data.prices.length, 'model')}`}
      description={`US dollars per million tokens, table of ${data.version}. A span keeps the cost it was stored with; a change here counts for new spans.`}
      actions={
        <>
          <TextInput
            type="search"
            aria-label="Search models"
            placeholder="Search"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          {mayChange ? (
            <Button icon="plus" onClick={() => setEditing('new')}>
              Add a model
            </Button>
          ) : null}
        </>
      }
    >
      {found.length === 0 ? (
        <EmptyState
          icon="search"
          title="No model matches"
          actions={
            <Button onClick={() => setQuery('')}>
              Show all {formatPlural(data.prices.length, 'model')}
            </Button>
          }
        >
          Calls of a model that is not in the table have no cost, unless they carry one.
        </EmptyState>
      ) : (
        <div className={table['wrap']}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th scope="col">Model</th>
                <th scope="col">Provider</th>
                {['Input', 'Output', 'Cached input', 'Cache write'].map((label) => (
                  <th key={label} scope="col" className={table['right']}>
                    {label}
                  </th>
                ))}
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {found.map((price) => (
                <PriceRow
                  key={`${price.provider}/${price.model}`}
                  price={price}
                  mayChange={mayChange}
                  onEdit={() => setEditing(price)}
                  onReset={() => reset.mutate({ model: price.model, provider: price.provider })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {editing ? (
        <PriceDialog price={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
    </Section>
  );
}
