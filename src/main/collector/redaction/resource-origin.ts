import { KeyValueView, STRING_VALUE } from '../otlp/any-value.ts';
import { WireReader } from '../otlp/wire.ts';

/** Where a redaction happened, as the redaction audit names it. */
export interface Origin {
  readonly service: string;
  readonly environment: string;
}

/** `service.name` and the deployment environment of a Resource's protobuf body; '' for what it does not say. */
export function readOrigin(resource: Buffer): Origin {
  const values = new Map<string, string>();
  const reader = new WireReader(resource);
  const view = new KeyValueView();
  while (reader.position < reader.limit) {
    const tag = reader.tag();
    if (tag !== 10) {
      reader.skip(tag);
      continue;
    }
    const outer = reader.enter();
    view.readKeyValue(reader);
    reader.leave(outer);
    if (reader.failed || view.type !== STRING_VALUE) continue;
    const key = resource.toString('latin1', view.keyStart, view.keyEnd);
    if (/^(?:service|deployment)\./.test(key)) {
      values.set(key, resource.toString('utf8', view.valueStart, view.valueEnd));
    }
  }
  return {
    service: values.get('service.name') ?? '',
    environment:
      values.get('deployment.environment.name') ?? values.get('deployment.environment') ?? '',
  };
}
