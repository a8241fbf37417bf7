import type { TraceFilter, TraceSort } from '../../../shared/contract/traces.ts';
import { AppError } from '../../../shared/errors.ts';
import { SPAN_FIELDS, TRACE_FIELDS } from '../../../shared/query/fields.ts';
import type { SpanCondition, TraceCondition } from '../../../shared/query/plan.ts';
import { planQuery } from '../../../shared/query/resolve.ts';
import type { DerivedField } from '../../../shared/visibility.ts';
import type { FieldView } from './derived-fields.ts';
import type { Verdict } from './hidden-attributes.ts';
import type { Judge } from './judge.ts';
import { carriesMessage, isMessagePart, type AttributePlace } from './message-keys.ts';

/** The column each filter compares. */
const FILTERED: Partial<Record<keyof TraceFilter, DerivedField>> = {
  services: 'service',
  environments: 'environment',
  status: 'status',
  models: 'model',
  session: 'session',
  user: 'user',
};

/** The columns each order is made of. */
const SORTED: Partial<Record<TraceSort, readonly DerivedField[]>> = {
  errors: ['errorCount'],
  tokens: ['inputTokens', 'outputTokens'],
  cost: ['costUsd'],
};

/** Places an attribute filter looks at. */
const FILTER_PLACES: readonly AttributePlace[] = ['resource', 'scope', 'span', 'event', 'link'];

const EVERY_PLACE: readonly AttributePlace[] = [...FILTER_PLACES, 'log', 'metric'];

/**
 * Refuses filters on what the viewer may not see: which traces they leave would tell the values. What is refused
 * depends on the rules alone, never on what is stored.
 *
 * Attributes of which even the key is hidden are not refused, as that would tell of them: no trace has them.
 * @throws AppError `forbidden`
 */
export function refuseFilter(filter: TraceFilter, fields: FieldView, judge: Judge): void {
  for (const [name, field] of Object.entries(FILTERED)) {
    if (filter[name as keyof TraceFilter] !== undefined && fields.hidden.has(field)) {
      throw refusal(`filter by "${name}"`, `the ${field} of spans`);
    }
  }
  for (const { key } of filter.attributes ?? []) {
    if (isValueHidden(key, judge)) {
      throw refusal(`filter by the attribute "${key}"`, 'its value');
    }
  }
  if (filter.query !== undefined) refuseQuery(filter.query, fields, judge);
}

/**
 * Conditions of a query on hidden columns and values; texts need none of it, as what is hidden is taken out of records
 * before they are searched.
 */
function refuseQuery(query: string, fields: FieldView, judge: Judge): void {
  const { root, leaves } = planQuery(query);
  for (const condition of root === null ? [] : conditionsIn(root)) {
    if (condition.kind !== 'field') continue;
    refuseFields(`filter by "${condition.field}"`, TRACE_FIELDS[condition.field].reads, fields);
  }
  for (const condition of leaves.flatMap((leaf) => conditionsIn(leaf.condition))) {
    if (condition.kind === 'field') {
      refuseFields(`filter by "${condition.field}"`, SPAN_FIELDS[condition.field].reads, fields);
    }
    if (condition.kind !== 'attribute') continue;
    const { key, path = [], test } = condition;
    // Whether there is such an attribute is shown; what it holds is not.
    const asked = test.kind === 'exists' ? path.length : path.length + 1;
    for (let names = 0; names < asked; names++) {
      if (isValueHidden(key, judge, path.slice(0, names))) {
        throw refusal(`filter by the attribute "${key}"`, 'its value');
      }
    }
  }
}

/** The conditions that are joined by `and`, `or` and `not`. */
function conditionsIn<C extends SpanCondition | TraceCondition>(
  condition: C,
): Exclude<C, { readonly kind: 'and' | 'or' | 'not' }>[] {
  if (condition.kind === 'not') return conditionsIn(condition.part as C);
  if (condition.kind === 'and' || condition.kind === 'or') {
    return condition.parts.flatMap((part) => conditionsIn(part as C));
  }
  return [condition as Exclude<C, { readonly kind: 'and' | 'or' | 'not' }>];
}

/** @throws AppError `forbidden` for an order that would tell hidden values */
export function refuseSort(sort: TraceSort, fields: FieldView): void {
  refuseFields(`sort by "${sort}"`, SORTED[sort] ?? [], fields);
}

/**
 * @param what one asks to do, after "You cannot"
 * @throws AppError `forbidden` where the answer would tell of a column that is hidden
 */
export function refuseFields(what: string, told: readonly DerivedField[], fields: FieldView): void {
  const field = told.find((name) => fields.hidden.has(name));
  if (field !== undefined) throw refusal(what, `the ${field} of spans`);
}

/**
 * Refuses to pick records by an attribute that may be hidden anywhere, be it the value or the key: how many there are
 * would tell.
 *
 * @throws AppError `forbidden`
 */
export function refuseAttribute(key: string, value: string, judge: Judge): void {
  // What is nested in a map or list may be hidden though its attribute is not.
  const isHidden = EVERY_PLACE.some((place) =>
    isHiding(judge.verdict(place, key, isMessagePart(key))),
  );
  if (isHidden || (/^\s*[[{]/.test(value) && judge.hidesAnything)) {
    throw refusal(`pick records by the attribute "${key}"`, 'some of its values');
  }
}

const isHiding = (verdict: Verdict | null): boolean => verdict === 'value' || verdict === 'key';

/**
 * Refuses groups of an attribute: they are a filter for each of its values.
 *
 * @throws AppError `forbidden`
 */
export function refuseByAttribute(key: string, fields: FieldView, judge: Judge): void {
  refuseFilter({ attributes: [{ key, value: '' }] }, fields, judge);
}

/** Whether a rule hides an attribute of spans from others, but not from the viewer. */
export function isSeen(key: string, judge: Judge): boolean {
  const isMessage = carriesMessage(key, false);
  return FILTER_PLACES.some((place) => judge.verdict(place, key, isMessage) === 'seen');
}

/** @param path names that lead to a member of it, which rules know by the names joined with dots */
function isValueHidden(key: string, judge: Judge, path: readonly string[] = []): boolean {
  const name = [key, ...path].join('.');
  const inMessages = judge.verdict('event', name, isMessagePart(key)) === 'value';
  const isMessage = carriesMessage(key, false);
  return (
    inMessages || FILTER_PLACES.some((place) => judge.verdict(place, name, isMessage) === 'value')
  );
}

function refusal(what: string, hidden: string): AppError {
  return new AppError(
    'forbidden',
    `You cannot ${what}: a visibility rule of this project hides ${hidden} from you.`,
  );
}
