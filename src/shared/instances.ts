import { z } from 'zod';
import type { Outcome, Unsubscribe } from './desktop-api.ts';

/** Id of the instance in the app itself. */
export const LOCAL_INSTANCE = 'local';

/** Name of the query parameter by which the window's page knows which instance it is about. */
export const INSTANCE_PARAMETER = 'instance';

export const InstanceId = z.string().regex(/^rmt_[0-9a-z]{12}$/);
/** SHA-256 of a certificate, as people compare it. */
export const Fingerprint = z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);

/** Why the app believes that it talks to the right server. */
export const InstanceTrust = z.discriminatedUnion('kind', [
  /** Plain text that never leaves this machine. */
  z.object({ kind: z.literal('loopback') }),
  /** The very certificate a person compared. */
  z.object({ kind: z.literal('fingerprint'), sha256: Fingerprint }),
  /** A certificate for this name, issued by one of these authorities (PEM). */
  z.object({ kind: z.literal('authority'), pem: z.string().min(1).max(100_000) }),
]);
export type InstanceTrust = z.infer<typeof InstanceTrust>;

/** How many colors instances are told apart by. */
export const INSTANCE_COLORS = 6;

/** An instance the window can be about. */
export interface Instance {
  readonly id: string;
  readonly name: string;
  /** `https://traces.example.com:4319`; null for the one in the app itself. */
  readonly address: string | null;
  /** From 0 to {@link INSTANCE_COLORS} - 1. */
  readonly color: number;
  /** How its certificate is known; null for the one in the app itself. */
  readonly trust: InstanceTrust | null;
}

/** How the app stands to the remote instance that the window is about. */
export type InstanceLink =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready' }
  /** Not reached since then (ms since 1970); tried again by itself. */
  | { readonly kind: 'offline'; readonly since: number; readonly reason: string }
  /** It shows another certificate than the one trusted. Nothing is sent to it. */
  | { readonly kind: 'untrusted'; readonly expected: string; readonly shown: string };

/** With an error of a call that the app could not hand on. */
export const AwayData = z.object({ isAway: z.literal(true) });
export type AwayData = z.infer<typeof AwayData>;

export interface InstancesState {
  /** The local one first. */
  readonly instances: readonly Instance[];
  readonly currentId: string;
  /** Null while the window is about the local one. */
  readonly link: InstanceLink | null;
}

/** What a server at an address showed; nothing but the handshake was exchanged with it. */
export interface Probe {
  /** The address as it will be kept. */
  readonly address: string;
  /** Null for plain text to this machine. */
  readonly certificate: ShownCertificate | null;
}

export interface ShownCertificate {
  readonly fingerprint: string;
  /** Names it is good for, as they stand in it. */
  readonly names: string;
  readonly issuer: string;
  readonly validTo: string;
  /** Whether this system's authorities vouch for it and for the name in the address. */
  readonly vouchedFor: boolean;
}

export const NewInstance = z.object({
  address: z.string().max(500),
  name: z.string().trim().max(60),
  trust: InstanceTrust,
});
export type NewInstance = z.infer<typeof NewInstance>;

/** The instances of the desktop app, as `window.spanward.instances`. Tokens of sessions are never told to the page. */
export interface InstancesApi {
  /** Calls back at once with the present state, then at every change. */
  onState(listener: (state: InstancesState) => void): Unsubscribe;
  /** Looks at the certificate of an address that a person typed. */
  probe(address: string): Promise<Outcome<Probe>>;
  /** Keeps an instance whose certificate was compared; the id. */
  add(instance: NewInstance): Promise<Outcome<string>>;
  /** Trusts another certificate than before; only after a person compared it. */
  trust(id: string, fingerprint: string): Promise<Outcome<null>>;
  /** Makes the window be about another instance: its page is loaded anew. */
  use(id: string): void;
  /** Forgets an instance and its session. */
  remove(id: string): void;
  /** Tries at once to reach the instance the window is about. */
  retry(): void;
}
