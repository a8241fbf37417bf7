import { safeStorage } from 'electron';
import type { Cipher } from './instance-store.ts';

/** The system's own key store. Null where it has none: on Linux without one Electron would only scramble with a fixed key. */
export function systemCipher(): Cipher | null {
  const fixedKey =
    process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
  if (fixedKey || !safeStorage.isEncryptionAvailable()) return null;
  return {
    encrypt: (text) => safeStorage.encryptString(text),
    decrypt: (bytes) => safeStorage.decryptString(bytes),
  };
}
