import { ORPCError, ValidationError } from '@orpc/server';
import { AppError, ERROR_STATUS } from '../../../shared/errors.ts';
import { whyNoCatalog } from '../catalog/catalog-errors.ts';
import { meantIssue } from './plain-issue.ts';

/** Turns whatever a call threw into an error with one of our codes; unexpected ones lose their text. */
export function toWireError(
  error: unknown,
  report: (error: unknown, id: string) => void,
): ORPCError<string, unknown> {
  if (error instanceof AppError) {
    const data =
      error.retryAfterSeconds === undefined
        ? undefined
        : { retryAfterSeconds: error.retryAfterSeconds };
    return new ORPCError(error.code, {
      status: ERROR_STATUS[error.code],
      message: error.message,
      data,
    });
  }
  if (error instanceof ORPCError) {
    if (error.code in ERROR_STATUS) return error;
    if (error.cause instanceof ValidationError && error.status === 400) {
      return new ORPCError('invalid', { status: 400, message: describeIssues(error.cause) });
    }
    if (error.status === 404)
      return new ORPCError('not_found', { status: 404, message: 'There is no such call.' });
    if (error.status < 500)
      return new ORPCError('invalid', { status: 400, message: error.message });
  }
  const id = crypto.randomUUID();
  report(error, id);
  const ofCatalog = whyNoCatalog(error);
  // Files of telemetry say for themselves what is the matter with them.
  if (ofCatalog !== undefined) return toWireError(ofCatalog, report);
  return new ORPCError('internal', {
    status: 500,
    message: `Something went wrong inside the collector; its log has the details under ${id}.`,
  });
}

function describeIssues(error: ValidationError): string {
  return error.issues
    .map(meantIssue)
    .slice(0, 3)
    .map(({ path = [], message }) => {
      const field = path
        .map((part) => String(typeof part === 'object' ? part.key : part))
        .join('.');
      return field === '' ? message : `${field}: ${message}`;
    })
    .join(' ');
}
