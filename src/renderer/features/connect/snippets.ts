import { CERTIFICATE_FILE } from './certificate-file.ts';
import { nodeSdk, pythonSdk, vercelAiSdk } from './sdk-snippets.ts';

/** What the snippets are filled with. */
export interface SnippetInput {
  /** Base address of OTLP/HTTP: `http://127.0.0.1:4318`. */
  endpoint: string;
  /** `host:port` of OTLP/gRPC, null when it is off. */
  grpc: string | null;
  /** Secret to send; null where telemetry is taken without a key. */
  secret: string | null;
  /** The collector's certificate is signed by nobody: programs need a copy of it as a file. */
  ownCertificate?: boolean;
  /** Public half, when the key at hand is a pair. */
  publicKey: string | null;
}

export interface Snippet {
  id: string;
  label: string;
  /** One sentence: for whom this is. */
  about: string;
  blocks: readonly { title: string; code: string }[];
  /** The SDK sends nothing without a key, or without both halves of a pair. */
  needs?: 'key' | 'pair';
}

const lines = (...parts: (string | null)[]): string =>
  parts.filter((part) => part !== null).join('\n');

function environment(input: SnippetInput): Snippet {
  const pairs: [string, string][] = [
    ['OTEL_EXPORTER_OTLP_ENDPOINT', input.endpoint],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'http/protobuf'],
    ...(input.secret
      ? [['OTEL_EXPORTER_OTLP_HEADERS', `x-api-key=${input.secret}`] as [string, string]]
      : []),
    ...(input.ownCertificate
      ? [['OTEL_EXPORTER_OTLP_CERTIFICATE', CERTIFICATE_FILE] as [string, string]]
      : []),
    ['OTEL_SERVICE_NAME', 'my-service'],
  ];
  return {
    id: 'env',
    label: 'Environment variables',
    about: 'For a program that already has any OpenTelemetry SDK, in any language.',
    blocks: [
      { title: 'Linux, macOS', code: pairs.map(([k, v]) => `export ${k}=${v}`).join('\n') },
      { title: 'PowerShell', code: pairs.map(([k, v]) => `$env:${k} = "${v}"`).join('\n') },
    ],
  };
}

function collector(input: SnippetInput): Snippet {
  return {
    id: 'collector',
    label: 'OpenTelemetry Collector',
    about: 'Sends on what a Collector receives, here on port 14318.',
    blocks: [
      {
        title: 'config.yaml',
        code: lines(
          'receivers:',
          '  otlp:',
          '    protocols:',
          '      http:',
          '        endpoint: 127.0.0.1:14318',
          'exporters:',
          '  otlphttp/spanward:',
          `    endpoint: ${input.endpoint}`,
          input.ownCertificate ? `    tls:\n      ca_file: ${CERTIFICATE_FILE}` : null,
          input.secret ? `    headers:\n      x-api-key: ${input.secret}` : null,
          'service:',
          '  pipelines:',
          '    traces:',
          '      receivers: [otlp]',
          '      exporters: [otlphttp/spanward]',
          '    logs:',
          '      receivers: [otlp]',
          '      exporters: [otlphttp/spanward]',
        ),
      },
    ],
  };
}

/** Shell that prints so many random bytes in hex, to stand inside single quotes. */
const random = (bytes: number): string => `'$(od -An -N${bytes} -tx1 /dev/urandom | tr -d ' \\n')'`;

function curl(input: SnippetInput): Snippet {
  const span = [
    `"traceId":"${random(16)}"`,
    `"spanId":"${random(8)}"`,
    '"name":"hello from curl","kind":1',
    `"startTimeUnixNano":"'$(date +%s)'000000000"`,
    `"endTimeUnixNano":"'$(date +%s)'250000000"`,
  ].join(',');
  return {
    id: 'curl',
    label: 'curl',
    about: 'One span, now, without installing anything.',
    blocks: [
      {
        title: 'Linux, macOS',
        code: lines(
          `curl -sS ${input.endpoint}/v1/traces \\`,
          input.ownCertificate ? `  --cacert ${CERTIFICATE_FILE} \\` : null,
          "  -H 'content-type: application/json' \\",
          input.secret ? `  -H 'x-api-key: ${input.secret}' \\` : null,
          `  -d '{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"curl"}}]},`,
          `"scopeSpans":[{"spans":[{${span}}]}]}]}'`,
        ),
      },
    ],
  };
}

function openLlmetry(input: SnippetInput): Snippet {
  return {
    id: 'openllmetry',
    label: 'OpenLLMetry',
    about: 'Traceloop’s instrumentations of LLM clients and frameworks.',
    blocks: [
      {
        title: 'Python',
        code: lines(
          '# pip install traceloop-sdk',
          'from traceloop.sdk import Traceloop',
          '',
          'Traceloop.init(',
          '    app_name="my-agent",',
          `    api_endpoint="${input.endpoint}",`,
          input.secret ? `    headers={"x-api-key": "${input.secret}"},` : null,
          '    disable_batch=True,  # every span at once; leave out in production',
          ')',
        ),
      },
      {
        title: 'Node',
        code: lines(
          '// npm install @traceloop/node-server-sdk openai',
          "import * as traceloop from '@traceloop/node-server-sdk';",
          "import OpenAI from 'openai';",
          '',
          'traceloop.initialize({',
          "  appName: 'my-agent',",
          `  baseUrl: '${input.endpoint}',`,
          input.secret ? `  headers: { 'x-api-key': '${input.secret}' },` : '  headers: {},',
          '  disableBatch: true,',
          '  // The client you use: in ES modules it is not found by itself.',
          '  instrumentModules: { openAI: OpenAI },',
          '});',
        ),
      },
    ],
  };
}

function openInference(input: SnippetInput): Snippet {
  return {
    id: 'openinference',
    label: 'OpenInference, Phoenix',
    about: 'Arize’s instrumentations; install the one of your framework beside it.',
    blocks: [
      {
        title: 'Python',
        code: lines(
          '# pip install arize-phoenix-otel openinference-instrumentation-openai',
          'from phoenix.otel import register',
          '',
          'register(',
          '    project_name="my-agent",',
          `    endpoint="${input.endpoint}/v1/traces",`,
          '    protocol="http/protobuf",',
          input.secret ? `    headers={"x-api-key": "${input.secret}"},` : null,
          '    auto_instrument=True,',
          ')',
        ),
      },
    ],
  };
}

function langfuse(input: SnippetInput): Snippet {
  // Older Python releases read LANGFUSE_HOST. With `api-key` as user the Basic credentials the SDK makes of the two carry a single key.
  const pairs = [
    ['LANGFUSE_BASE_URL', input.endpoint],
    ['LANGFUSE_HOST', input.endpoint],
    ['LANGFUSE_PUBLIC_KEY', input.publicKey ?? 'api-key'],
    ['LANGFUSE_SECRET_KEY', input.secret ?? 'YOUR_API_KEY'],
  ] as const;
  return {
    id: 'langfuse',
    label: 'Langfuse SDK',
    about: 'For a program that uses the Langfuse SDK (Python from 3, Node from 4).',
    needs: 'key',
    blocks: [
      { title: 'Linux, macOS', code: pairs.map(([k, v]) => `export ${k}=${v}`).join('\n') },
      { title: 'PowerShell', code: pairs.map(([k, v]) => `$env:${k} = "${v}"`).join('\n') },
    ],
  };
}

function tmam(input: SnippetInput): Snippet {
  return {
    id: 'tmam',
    label: 'tmam',
    about: 'The tmam SDK signs with the two halves of a key pair.',
    needs: 'pair',
    blocks: [
      {
        title: 'Python',
        code: lines(
          '# pip install tmam, with Python 3.12 or newer',
          'from tmam import init',
          '',
          'init(',
          `    url="${input.endpoint}/api/sdk",`,
          `    public_key="${input.publicKey ?? 'YOUR_PUBLIC_KEY'}",`,
          `    secret_key="${input.publicKey ? input.secret : 'YOUR_SECRET_KEY'}",  # secrect_key in old versions`,
          '    application_name="my-agent",',
          '    environment="development",',
          ')',
        ),
      },
    ],
  };
}

function jamjet(input: SnippetInput): Snippet {
  const secret = input.secret ?? 'YOUR_API_KEY';
  return {
    id: 'jamjet',
    label: 'JamJet',
    about: 'For a program that uses the JamJet Cloud SDK: its events become spans.',
    needs: 'key',
    blocks: [
      {
        title: 'Python, which reads no variables',
        code: lines(
          '# pip install jamjet',
          'from jamjet.cloud import configure',
          '',
          'configure(',
          `    api_key="${secret}",`,
          `    api_url="${input.endpoint}",`,
          '    project="my-agent",',
          ')',
        ),
      },
      {
        title: 'TypeScript',
        code: lines(`export JAMJET_API_URL=${input.endpoint}`, `export JAMJET_API_KEY=${secret}`),
      },
    ],
  };
}

/** Ways to send telemetry, complete: what is pasted works. */
export function connectSnippets(input: SnippetInput): Snippet[] {
  return [
    environment(input),
    pythonSdk(input),
    nodeSdk(input),
    curl(input),
    collector(input),
    openLlmetry(input),
    openInference(input),
    langfuse(input),
    vercelAiSdk(input),
    tmam(input),
    jamjet(input),
  ];
}
