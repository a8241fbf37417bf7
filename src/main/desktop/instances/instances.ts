import type { MessagePortMain } from 'electron';
import { AppError } from '../../../shared/errors.ts';
import {
  LOCAL_INSTANCE,
  type InstancesState,
  type InstanceTrust,
  type NewInstance,
} from '../../../shared/instances.ts';
import type { Log } from '../../collector/log.ts';
import { readAddress } from './address.ts';
import { forwardPort } from './forward-router.ts';
import type { InstanceStore, StoredInstance } from './instance-store.ts';
import { RemoteLink } from './remote-link.ts';

export interface InstancesOptions {
  readonly store: InstanceStore;
  readonly log: Log;
  /** Id of the instance the window was about. */
  readonly startWith: string;
  /** Name of this machine, for the local instance. */
  readonly localName: string;
}

/** Which instance the window is about, and the way to it. */
export class Instances {
  readonly #options: InstancesOptions;
  readonly #listeners = new Set<(state: InstancesState) => void>();
  #current: { readonly instance: StoredInstance; readonly link: RemoteLink } | null = null;

  constructor(options: InstancesOptions) {
    this.#options = options;
    this.#open(options.startWith);
  }

  get state(): InstancesState {
    const { store, localName } = this.#options;
    const local = { id: LOCAL_INSTANCE, name: localName, address: null, color: 0, trust: null };
    const remote = store.all.map(({ id, name, address, color, trust }) => ({
      id,
      name,
      address,
      color,
      // The page shows fingerprints; a whole chain of authorities is of no use to it.
      trust: trust.kind === 'authority' ? { ...trust, pem: '-' } : trust,
    }));
    return {
      instances: [local, ...remote],
      currentId: this.currentId,
      link: this.#current?.link.state ?? null,
    };
  }

  get currentId(): string {
    return this.#current?.instance.id ?? LOCAL_INSTANCE;
  }

  onState(listener: (state: InstancesState) => void): void {
    this.#listeners.add(listener);
  }

  /**
   * Keeps an instance after proving that its certificate is the one trusted and that a console answers there.
   *
   * @throws AppError that says what is wrong with address, certificate or answer
   */
  async add({ address: typed, name, trust }: NewInstance): Promise<string> {
    const { store } = this.#options;
    const address = readAddress(typed);
    if ((trust.kind === 'loopback') !== address.startsWith('http:')) {
      throw new AppError('invalid', `${address} needs its certificate to be trusted.`);
    }
    await this.#prove({ address, name, trust });
    const { id } = store.add({ address, trust, name: name || new URL(address).host });
    this.#tell();
    return id;
  }

  /** Trusts another certificate of an instance from now on. */
  trust(id: string, sha256: string): void {
    const { store, log } = this.#options;
    if (store.find(id) === undefined) throw new AppError('not_found', 'That instance is gone.');
    store.setTrust(id, { kind: 'fingerprint', sha256 });
    log.warn('instance.trusted', { id, fingerprint: sha256 });
    if (this.currentId === id) this.#open(id);
    this.#tell();
  }

  /** Turns to another instance. The page is loaded anew by whoever called. */
  use(id: string): void {
    this.#open(id);
    this.#tell();
  }

  remove(id: string): void {
    if (this.currentId === id) this.#open(LOCAL_INSTANCE);
    this.#options.store.remove(id);
    this.#tell();
  }

  retry(): void {
    this.#current?.link.retry();
  }

  /** Serves a window's port, when the window is about a remote instance. */
  servePort(port: MessagePortMain): boolean {
    const current = this.#current;
    if (current === null) return false;
    const { store, log } = this.#options;
    const { link, instance } = current;
    forwardPort(port, { link, log, onSession: (token) => store.setSession(instance.id, token) });
    port.start();
    return true;
  }

  #open(id: string): void {
    this.#current?.link.close();
    const instance = this.#options.store.find(id);
    this.#current = instance === undefined ? null : { instance, link: this.#linkTo(instance) };
  }

  #linkTo(instance: StoredInstance): RemoteLink {
    const { store } = this.#options;
    return new RemoteLink({
      instance,
      session: () => store.session(instance.id),
      onSessionEnded: () => store.setSession(instance.id, ''),
      onState: () => {
        if (this.currentId === instance.id) this.#tell();
      },
    });
  }

  /** Asks for an invitation by no code at all: only a console takes that call from nobody, and says what is wrong. */
  async #prove(candidate: { address: string; name: string; trust: InstanceTrust }): Promise<void> {
    const instance = { ...candidate, name: candidate.address, id: '', color: 0 };
    const link = new RemoteLink({
      instance,
      session: () => '',
      onSessionEnded: () => {},
      onState: () => {},
    });
    try {
      const input = { code: '' };
      await link.call(['session', 'invitation'], input, { context: { headers: {} } });
    } catch (error) {
      if (error instanceof AppError && ANSWERS.has(error.code)) return;
      if (error instanceof AppError && error.code === 'unauthenticated') throw noConsole(candidate);
      const { state } = link;
      if (state.kind === 'offline') {
        throw new AppError('unavailable', `${candidate.address}: ${state.reason}`);
      }
      if (state.kind === 'untrusted') {
        throw new AppError('conflict', 'It now shows another certificate than a moment ago.');
      }
      throw error;
    } finally {
      link.close();
    }
    throw noConsole(candidate);
  }

  #tell(): void {
    const { state } = this;
    for (const listener of this.#listeners) listener(state);
  }
}

/** What a console says to that, also when it is asked too often. */
const ANSWERS: ReadonlySet<string> = new Set(['invalid', 'busy']);

function noConsole({ address }: { address: string }): AppError {
  return new AppError(
    'unsupported',
    `${address} is not the console of a collector. Its port is 4319 by default.`,
  );
}
