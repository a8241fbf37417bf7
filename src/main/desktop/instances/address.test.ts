import { describe, expect, it } from 'vitest';
import { readAddress } from './address.ts';

describe('the address of a remote instance', () => {
  it.each([
    ['https://traces.example.com:4319', 'https://traces.example.com:4319'],
    ['  https://Traces.Example.com:4319/ ', 'https://traces.example.com:4319'],
    ['https://traces.example.com', 'https://traces.example.com'],
    ['traces.example.com', 'https://traces.example.com:4319'],
    ['traces.example.com:9000', 'https://traces.example.com:9000'],
    ['traces.example.com:443', 'https://traces.example.com'],
    ['10.0.0.7', 'https://10.0.0.7:4319'],
    ['[2001:db8::7]:4319', 'https://[2001:db8::7]:4319'],
    ['https://10.0.0.7:4319/#token=abcdefgh', 'https://10.0.0.7:4319'],
    ['http://127.0.0.1:4319', 'http://127.0.0.1:4319'],
    ['http://localhost:4319/', 'http://localhost:4319'],
    ['http://[::1]:4319', 'http://[::1]:4319'],
    // Other spellings of the same address: the URL parser writes them out.
    ['http://2130706433:4319', 'http://127.0.0.1:4319'],
    ['https://täst.example', 'https://xn--tst-qla.example'],
  ])('%s is %s', (typed, address) => {
    expect(readAddress(typed)).toBe(address);
  });

  it.each([
    ['http://traces.example.com:4319', 'unencrypted'],
    ['http://10.0.0.7:4319', 'unencrypted'],
    ['http://0.0.0.0:4319', 'unencrypted'],
    ['http://[2001:db8::7]:4319', 'unencrypted'],
    // Names that merely look like this machine: a name server may point them anywhere.
    ['http://localhost.example.com', 'unencrypted'],
    ['http://127.0.0.1.example.com', 'unencrypted'],
    ['http://evil.localhost', 'unencrypted'],
    ['http://[::ffff:10.0.0.7]:4319', 'unencrypted'],
    ['ftp://traces.example.com', 'must begin with https://'],
    ['file:///etc/passwd', 'must begin with https://'],
    ['https://ann:secret@traces.example.com', 'Leave name and password out'],
    ['https://traces.example.com/console', 'without a path: https://traces.example.com'],
    ['https://traces.example.com/?x=1', 'without a path'],
    ['', 'Write an address'],
    ['   ', 'Write an address'],
    ['https://', 'Write an address'],
    ['not a host', 'Write an address'],
    ['x'.repeat(10_000).concat(' y'), 'Write an address'],
  ])('%s is refused: %s', (typed, reason) => {
    expect(() => readAddress(typed)).toThrow(reason);
  });
});
