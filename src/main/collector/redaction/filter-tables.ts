import { NAME_ENDINGS } from './secret-name-tests.ts';
import { ACTION, READS_AS, WORD } from './code-units.ts';
import { ANNOUNCES } from './context-words.ts';
import { LENGTH_OF as IBAN_LENGTHS } from './find-iban.ts';
import { keyContext, NO_CONTEXT } from './key-context.ts';
import { RECORDS, type FieldPlan, type MessageFields } from './message-fields.ts';
import { BEGINS_TOKEN } from './prefix-endings.ts';
import { prefixTable } from './prefix-table.ts';

/**
 * The scanner's own tables as the filter in WebAssembly reads them, by the name of their address there: what is a
 * trigger is said in one place.
 *
 * @throws Error for prefixes that do not fit
 */
export function filterTables(): readonly (readonly [string, Uint8Array])[] {
  const { slots, prefixes } = prefixTable();
  const tables = {
    ACTION,
    WORD,
    READS_AS,
    NAME_ENDINGS,
    BEGINS_TOKEN,
    ANNOUNCES,
    IBAN_LENGTHS,
    PREFIX_SLOTS: slots,
    PREFIXES: prefixes,
  };
  const bytes = Object.entries(tables).map(
    ([name, { buffer, byteOffset, byteLength }]) =>
      [name, new Uint8Array(buffer, byteOffset, byteLength)] as const,
  );
  return [...bytes, ['PLANS', PLANS]];
}

/** Records whose fields the filter tells apart; a resource and a scope are the same for many records, and cached. */
const FILTERED = ['span', 'log', 'metric'] as const;
/** Fields of a message in the table, and what they are, as in `wasm/redaction/index.ts`. */
const PLAN_FIELDS = 16;
const MAX_KINDS = 64;
const KEEP = 0;
const TEXT = 1;
const ATTRIBUTE = 2;
const ANY = 3;
const UNKNOWN = 4;
const SPAN_ID = 5;
const TRACE_ID = 6;
const MESSAGE = 8;

const PLANS = new Uint8Array(MAX_KINDS * PLAN_FIELDS).fill(UNKNOWN);
const kinds = new Map<MessageFields, number>();

/** The number of a kind of record in the filter. */
export const KIND_NUMBERS: Readonly<Record<string, number>> = Object.fromEntries(
  FILTERED.map((kind) => [kind, kindNumber(RECORDS[kind])]),
);

function kindNumber(fields: MessageFields): number {
  const known = kinds.get(fields);
  if (known !== undefined) return known;
  const kind = kinds.size;
  if (kind >= MAX_KINDS) throw new Error('Too many kinds of messages for the filter.');
  kinds.set(fields, kind);
  for (const [field, plan] of Object.entries(fields)) {
    if (Number(field) < PLAN_FIELDS) PLANS[kind * PLAN_FIELDS + Number(field)] = planNumber(plan);
  }
  return kind;
}

function planNumber(plan: FieldPlan): number {
  if (plan === 'keep') return KEEP;
  if (plan === 'attribute') return ATTRIBUTE;
  if ('id' in plan) return plan.id === 8 ? SPAN_ID : TRACE_ID;
  if ('message' in plan) return MESSAGE + kindNumber(plan.message);
  // The filter takes texts that are no attributes for such whose name says nothing.
  const name = 'text' in plan ? plan.text : plan.any;
  if (keyContext(name) !== NO_CONTEXT) return UNKNOWN;
  return 'text' in plan ? TEXT : ANY;
}
