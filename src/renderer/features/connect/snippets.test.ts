import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { connectSnippets } from './snippets.ts';

const endpoint = 'http://127.0.0.1:4318';
const withKey = { endpoint, grpc: '127.0.0.1:4317', secret: 'spw_secret', publicKey: null };

describe('connectSnippets', () => {
  it('carry the address and the key', () => {
    for (const snippet of connectSnippets(withKey)) {
      const code = snippet.blocks.map((block) => block.code).join('\n');
      expect(code, snippet.id).toContain(endpoint);
      if (snippet.needs !== 'pair') expect(code, snippet.id).toContain('spw_secret');
    }
  });

  it('say nothing of keys where none is needed', () => {
    for (const snippet of connectSnippets({ ...withKey, secret: null })) {
      if (snippet.needs) continue;
      const code = snippet.blocks.map((block) => block.code).join('\n');
      expect(code, snippet.id).not.toMatch(/api-key|apiKey|null|undefined/i);
    }
  });

  it('name the copy of a certificate that nobody has signed', () => {
    const secure = { ...withKey, endpoint: 'https://traces.example.com:4318' };
    const codeOf = (input: typeof secure & { ownCertificate?: boolean }, id: string) =>
      connectSnippets(input)
        .find((snippet) => snippet.id === id)!
        .blocks.map((block) => block.code)
        .join('\n');
    for (const id of ['env', 'python', 'node', 'curl', 'collector', 'vercel']) {
      expect(codeOf(secure, id), id).not.toContain('.pem');
      expect(codeOf({ ...secure, ownCertificate: true }, id), id).toContain(
        'spanward-certificate.pem',
      );
    }
  });

  it('fill both halves of a pair in', () => {
    const pair = { ...withKey, publicKey: 'spw_pub_x' };
    const tmam = connectSnippets(pair).find(({ id }) => id === 'tmam')?.blocks[0]?.code;
    expect(tmam).toContain('public_key="spw_pub_x"');
    expect(tmam).toContain('secret_key="spw_secret"');
  });

  it.skipIf(process.platform === 'win32')('make a body of valid JSON in a shell', () => {
    const curl = connectSnippets(withKey).find(({ id }) => id === 'curl')?.blocks[0]?.code ?? '';
    // `curl` replaced by a function that prints what it would send.
    const script = `curl() { while [ "$1" != -d ]; do shift; done; printf %s "$2"; }\n${curl}`;
    const body = JSON.parse(execFileSync('sh', ['-c', script], { encoding: 'utf8' }));
    const span = body.resourceSpans[0].scopeSpans[0].spans[0];
    expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(span.spanId).toMatch(/^[0-9a-f]{16}$/);
    expect(BigInt(span.endTimeUnixNano)).toBeGreaterThan(BigInt(span.startTimeUnixNano));
  });
});
