import type { Listeners } from './listeners.ts';

/** Of a collector that listens on nothing; what listens is not even loaded there. */
export const NO_LISTENERS: Listeners = {
  otlpHttp: null,
  otlpGrpc: null,
  console: null,
  signInUrl: null,
  localUrl: null,
  queuedBytes: () => 0,
  close: async () => {},
};
