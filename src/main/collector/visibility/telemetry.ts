import type { ViewerId } from '../../../shared/contract/visibility.ts';
import { AppError } from '../../../shared/errors.ts';
import { inWords } from '../../../shared/permissions.ts';
import type { CallContext } from '../api/context.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import type { Clock } from '../clock.ts';
import type { Access } from '../roles/access.ts';
import type { Place } from '../roles/permissions-of.ts';
import type { KeyCoverage, TelemetryStore } from '../store/types.ts';
import { hiddenFrom } from './hidden-attributes.ts';
import { SeenValues } from './seen-values.ts';
import type { ViewerIds } from './viewer-ids.ts';
import { VisibleStore } from './visible-store.ts';
import type { VisibilityService } from './visibility-service.ts';

interface TelemetryOptions {
  readonly store: TelemetryStore;
  readonly visibility: VisibilityService;
  readonly access: Access;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

/** The one way from calls to stored telemetry: whatever is read is read as somebody. */
export class Telemetry {
  readonly #options: TelemetryOptions;
  readonly #seen: SeenValues;

  constructor(options: TelemetryOptions) {
    this.#options = options;
    this.#seen = new SeenValues(options.audit, options.clock);
  }

  /**
   * A project's telemetry as the caller may see it, by the rules as they are now.
   *
   * @param viewAs to see it as this role or key scope would instead
   * @throws AppError `forbidden` where the caller may not look as somebody else, or that one may read no traces
   */
  readable(context: CallContext, projectId: string, viewAs?: ViewerId): VisibleStore {
    const { store, visibility, access } = this.#options;
    const place = access.placeOf(projectId);
    const viewer =
      viewAs === undefined
        ? visibility.viewer(context.principal, place)
        : this.#standIn(context, place, viewAs);
    const hidden = hiddenFrom(visibility.rules(projectId), viewer);
    const seen = (keys: readonly string[], traceId?: string): Promise<void> =>
      this.#seen.record(context, projectId, keys, traceId);
    return new VisibleStore(store, projectId, hidden, seen);
  }

  /** Keys of the newest telemetry that a rule would cover; nothing of their values. */
  attributeKeys(projectId: string, draft: KeyCoverage) {
    return this.#options.store.attributeKeys(projectId, draft);
  }

  #standIn(context: CallContext, place: Place, id: ViewerId): ViewerIds {
    const { access, visibility } = this.#options;
    if (
      place.kind !== 'project' ||
      !access.may(context.principal, 'visibility:manage', place.projectId)
    ) {
      throw new AppError(
        'forbidden',
        `To view traces as another role takes a role that allows ${inWords('visibility:manage')}.`,
      );
    }
    const viewer = visibility.standIn(id, place);
    if (viewer === undefined) {
      throw new AppError('not_found', `There is no role ${id} in this organization.`);
    }
    if (!viewer.readsTraces) {
      throw new AppError(
        'forbidden',
        `${viewer.name} may not see traces of this project: it does not allow ${inWords('traces:read')}.`,
      );
    }
    return viewer.ids;
  }
}
