import { KeyValueView, STRING_VALUE } from '../otlp/any-value.ts';
import { asBuffer, WireReader } from '../otlp/wire.ts';

/** Where a redaction happened, as the redaction audit names it. */
export interface Origin {
  readonly service: string;
  readonly environment: string;
}

const NO_RESOURCE = new Uint8Array();
/** Longer names are cut, as the counts are kept for a year: no query asks for a longer one. */
const MAX_NAME = 512;

/** Where what is found at the moment is counted; read of a resource when the first of it is. */
export class CurrentOrigin {
  private resource: Uint8Array = NO_RESOURCE;
  /** Keeps what was read for all records of the same resource. */
  private holder: { origin: Origin | undefined } = { origin: undefined };
  private readonly shown: (name: string) => string;

  /** @param shown a name without what is redacted */
  constructor(shown: (name: string) => string) {
    this.shown = shown;
  }

  /** @param holder of this very resource, when it came before */
  is(resource: Uint8Array, holder: { origin: Origin | undefined } = { origin: undefined }): void {
    this.resource = resource;
    this.holder = holder;
  }

  names(): Origin {
    if (this.holder.origin === undefined) {
      const { service, environment } = readOrigin(asBuffer(this.resource));
      this.holder.origin = { service: this.name(service), environment: this.name(environment) };
    }
    return this.holder.origin;
  }

  /** Cut after what is redacted went: a half of it would not be told from anything else. */
  private name(text: string): string {
    return this.shown(text).slice(0, MAX_NAME);
  }
}

/** `service.name` and the deployment environment of a Resource's protobuf body; '' for what it does not say. */
function readOrigin(resource: Buffer): Origin {
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
