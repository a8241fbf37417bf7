import type { Context } from '@orpc/server';
import type { StandardHandlerOptions } from '@orpc/server/standard';
import { AppError } from '../../../shared/errors.ts';
import type { CallContext, SentFields } from './context.ts';
import { unknownFields } from './unknown-fields.ts';

type Interceptor = NonNullable<StandardHandlerOptions<Context>['rootInterceptors']>[number];

/** Longest name of a field that is told back, characters. */
const MAX_NAME = 100;

/** Notes what a REST request carries, so that {@link refuseUnread} can tell what of it no call would look at. */
export const noteSent: Interceptor = ({ next, ...options }) => {
  const { request } = options;
  const isGet = request.method === 'GET';
  const length = request.headers['content-length'] ?? '0';
  const sent: { -readonly [Name in keyof SentFields]: SentFields[Name] } = {
    query: isGet ? [] : [...request.url.searchParams.keys()],
    searched: isGet ? [...request.url.searchParams] : [],
    body: undefined,
    bodyOfGet: isGet && (length !== '0' || request.headers['transfer-encoding'] !== undefined),
  };
  const body = async () => {
    sent.body = await request.body();
    // No body says as little as an empty one, also to a call whose address names nothing.
    return sent.body === undefined ? {} : sent.body;
  };
  return next({
    ...options,
    request: { ...request, body },
    context: { ...options.context, sent },
  });
};

/**
 * Refuses a REST call that says something nobody reads: what was meant to narrow an export or a deletion would be
 * passed over. Windows and the command send what the contract's types allow.
 *
 * @throws AppError `invalid` that names the field
 */
export function refuseUnread({ from, sent }: CallContext, schema: unknown, input: unknown): void {
  if (from.via !== 'rest') return;
  if (sent?.bodyOfGet === true) {
    refuse('body', 'a GET has none; its fields go in the address, after "?".');
  }
  const [query] = sent?.query ?? [];
  if (query !== undefined) {
    refuse(query, 'fields of this call go in its body, as JSON, and not in the address.');
  }
  if (!isFieldList(sent?.body)) refuse('body', 'send one JSON object, such as {}.');
  const overridden = overriddenField(sent, input);
  if (overridden !== undefined) refuse(overridden, 'the address says another one.');
  const [unknown] = unknownFields(schema, input);
  if (unknown === undefined) return;
  const { path, known } = unknown;
  refuse(
    path.join('.'),
    known.length === 0
      ? 'there is no such field, and no other.'
      : `there is no such field, but ${known.join(', ')}.`,
  );
}

/** A field in whose place the one of the path counts, and which says something else. */
function overriddenField(sent: SentFields | undefined, input: unknown): string | undefined {
  const { body, searched = [] } = sent ?? {};
  const counted = (input ?? {}) as Readonly<Record<string, unknown>>;
  const texts = body instanceof FormData ? [...body] : searched;
  // Names with brackets, and what is said twice, become lists and objects: the call tells of them itself.
  const text = texts.find(([name, value]) => {
    const other = counted[name];
    return typeof other === 'string' && other !== value;
  });
  if (text !== undefined || typeof body !== 'object' || body === null) return text?.[0];
  return Object.entries(body).find(([name, value]) => counted[name] !== value)?.[0];
}

/** Nothing, an object or a form: anything else the transport takes for no fields at all. */
function isFieldList(body: unknown): boolean {
  if (body === undefined || body instanceof FormData) return true;
  if (typeof body !== 'object' || body === null) return false;
  const prototype: unknown = Object.getPrototypeOf(body);
  return prototype === Object.prototype || prototype === null;
}

function refuse(field: string, why: string): never {
  throw new AppError('invalid', `${field.slice(0, MAX_NAME)}: ${why}`);
}
