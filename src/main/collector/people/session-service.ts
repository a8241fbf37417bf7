import type { Session } from '../../../shared/contract/session.ts';
import { AppError } from '../../../shared/errors.ts';
import { systemActor, type Actor, type Origin } from '../audit/actor.ts';
import type { AuditTrail, CatalogTransaction, Change } from '../audit/audit-trail.ts';
import type { AuditDraft } from '../audit/draft.ts';
import { changeError } from '../catalog/catalog-errors.ts';
import type { Catalog } from '../catalog/open-catalog.ts';
import { createRowId } from '../catalog/row-id.ts';
import type { Clock } from '../clock.ts';
import type { Principal } from '../principal.ts';
import { createToken, hashToken } from './one-time-token.ts';
import { SESSION_LIFE_MS, SESSION_SEEN_MS } from './session-times.ts';

/** A session just begun: its token is told this once. */
export interface StartedSession {
  readonly token: string;
  readonly expiresAt: string;
}

type Kind = 'password' | 'link';

/** Sessions of people who signed in; only the SHA-256 of their tokens is kept. */
export class SessionService {
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #audit: AuditTrail;
  readonly #idleMs: () => number;

  private constructor(catalog: Catalog, clock: Clock, audit: AuditTrail, idleMs: () => number) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#audit = audit;
    this.#idleMs = idleMs;
  }

  /**
   * Sessions that began with the printed link end with the process that printed it.
   *
   * @param idleMs how long a session lives without anybody using it, ms
   */
  static async open(
    catalog: Catalog,
    clock: Clock,
    audit: AuditTrail,
    idleMs: () => number,
  ): Promise<SessionService> {
    const service = new SessionService(catalog, clock, audit, idleMs);
    await service.endLinkSessions(systemActor('start'));
    return service;
  }

  /**
   * Whose session a token belongs to, while it is alive.
   *
   * @param attended whether somebody is there: what a page asks for by itself does not keep its session alive
   */
  find(token: string, attended = true): Extract<Principal, { kind: 'person' }> | undefined {
    const now = this.#clock.now();
    const row = this.#catalog.access.sessionOf(hashToken(token), now, now - this.#idleMs());
    if (row === undefined) return undefined;
    if (attended && now - row.last_seen_ms > SESSION_SEEN_MS) void this.#seen(row.id, now);
    return { kind: 'person', personId: row.person_id, sessionId: row.id };
  }

  start(kind: Kind, personId: string, from: Origin): Promise<StartedSession> {
    return this.#audit.change({ kind: 'person', id: personId, from }, (tx) =>
      this.write(tx, kind, personId, from),
    );
  }

  /** Begins a session within a change, such as one that uses up a code. */
  async write(
    tx: CatalogTransaction,
    kind: Kind,
    personId: string,
    from: Origin,
  ): Promise<Change<StartedSession>> {
    const token = createToken('sps');
    const now = this.#clock.now();
    const id = createRowId('ses');
    const expires_ms = now + SESSION_LIFE_MS;
    await tx
      .insertInto('session')
      .values({
        id,
        token_sha256: hashToken(token),
        person_id: personId,
        kind,
        address: from.address ?? '',
        client: from.client ?? '',
        created_ms: now,
        last_seen_ms: now,
        expires_ms,
      })
      .execute();
    const { email } = await tx
      .selectFrom('person')
      .select('email')
      .where('id', '=', personId)
      .executeTakeFirstOrThrow();
    return {
      answer: { token, expiresAt: new Date(expires_ms).toISOString() },
      entries: [
        { action: 'session.started', resource: 'session', resourceId: id, after: { kind, email } },
      ],
    };
  }

  /** A person's sessions that are alive, newest first. */
  async list(personId: string, thisSession: string | null): Promise<Session[]> {
    const now = this.#clock.now();
    const rows = await this.#catalog.db
      .selectFrom('session')
      .selectAll()
      .where('person_id', '=', personId)
      .where('revoked_ms', 'is', null)
      .where('expires_ms', '>', now)
      .where('last_seen_ms', '>', now - this.#idleMs())
      .orderBy('created_ms', 'desc')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      kind: row.kind,
      address: row.address,
      client: row.client,
      createdAt: new Date(row.created_ms).toISOString(),
      lastSeenAt: new Date(row.last_seen_ms).toISOString(),
      expiresAt: new Date(row.expires_ms).toISOString(),
      isThis: row.id === thisSession,
    }));
  }

  /** @throws AppError `not_found` for a session of somebody else, or one that has ended */
  async end(actor: Actor, personId: string, sessionId: string): Promise<void> {
    await this.#audit.change(actor, async (tx) => {
      const entries = await this.endAll(tx, { personId, only: sessionId });
      if (entries.length === 0) {
        throw new AppError('not_found', `There is no session ${sessionId}, or it has ended.`);
      }
      return { answer: undefined, entries };
    });
  }

  endLinkSessions(actor: Actor): Promise<void> {
    return this.#audit.change(actor, async (tx) => ({
      answer: undefined,
      entries: await this.endAll(tx, { kind: 'link' }),
    }));
  }

  /** Ends sessions within a change; what to write down of them. */
  async endAll(
    tx: CatalogTransaction,
    which: { personId?: string; kind?: Kind; only?: string; except?: string | null },
  ): Promise<AuditDraft[]> {
    const now = this.#clock.now();
    let query = tx
      .selectFrom('session')
      .innerJoin('person', 'person.id', 'session.person_id')
      .select(['session.id', 'session.kind', 'person.email'])
      .where('revoked_ms', 'is', null)
      .where('expires_ms', '>', now);
    if (which.personId !== undefined) query = query.where('person_id', '=', which.personId);
    if (which.kind !== undefined) query = query.where('kind', '=', which.kind);
    if (which.only !== undefined) query = query.where('session.id', '=', which.only);
    if (which.except != null) query = query.where('session.id', '!=', which.except);
    const rows = await query.execute();
    for (const { id } of rows) {
      await tx.updateTable('session').set({ revoked_ms: now }).where('id', '=', id).execute();
    }
    return rows.map(({ id, kind, email }) => ({
      action: 'session.ended',
      resource: 'session',
      resourceId: id,
      before: { kind, email },
    }));
  }

  async #seen(sessionId: string, now: number): Promise<void> {
    try {
      await this.#catalog.writer.transaction().execute(async (tx) => {
        await tx
          .updateTable('session')
          .set({ last_seen_ms: now })
          .where('id', '=', sessionId)
          .where('last_seen_ms', '<', now)
          .execute();
      });
    } catch (error) {
      // A full disk keeps nobody from reading, and the next call tries again.
      if (!(changeError(error) instanceof AppError)) throw error;
    }
  }
}
