/** One published format of a credential: fixed prefix, then a pattern for all of it. */
export interface TokenFormat {
  /** Name in rules: `secret.github`. */
  readonly vendor: string;
  /** Up to and including the character by which the scanner notices it. */
  readonly prefix: string;
  /** The whole token from the prefix on; sticky, bounded. */
  readonly pattern: RegExp;
}

/** Characters of tokens after a prefix; the longest seen are JWTs, looked for elsewhere. */
const WORD = 'A-Za-z0-9_-';

function format(vendor: string, prefixes: string, rest: string): TokenFormat[] {
  return prefixes.split(' ').map((prefix) => {
    const literal = prefix.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    return { vendor, prefix, pattern: new RegExp(`${literal}${rest}`, 'y') };
  });
}

/** Formats by vendor, from the vendors' own documentation. */
export const TOKEN_FORMATS: readonly TokenFormat[] = [
  ...format('spanward', 'spw_', '(?!pub_)[1-9A-HJ-NP-Za-km-z]{46}'),
  ...format('github', 'ghp_ gho_ ghu_ ghr_', '[A-Za-z0-9]{30,255}'),
  ...format('github', 'ghs_', '(?:\\d{1,12}_eyJ[A-Za-z0-9_.-]{20,2000}|[A-Za-z0-9]{30,255})'),
  ...format('github', 'github_', 'pat_[A-Za-z0-9_]{20,255}'),
  ...format(
    'gitlab',
    'glpat- gldt- glrt- glcbt- glptt- glft- glimt- glagent- glsoat- glwt- glffct- GR1348941-',
    `[${WORD}]{16,64}(?:\\.[0-9a-z]{2}\\.[${WORD}]{7,9})?`,
  ),
  ...format('anthropic', 'sk-', `ant-[a-z0-9]{3,10}-[${WORD}]{20,200}`),
  ...format('openai', 'sk-', `(?:proj|svcacct|admin|None|service)-[${WORD}]{20,250}`),
  ...format('openrouter', 'sk-', 'or-v1-[0-9a-f]{32,128}'),
  ...format('langfuse', 'sk-', 'lf-[0-9a-f-]{30,40}'),
  ...format('openai', 'sk-', '(?=[A-Za-z]{0,60}[0-9]|[A-Za-z]{32})[A-Za-z0-9]{20,100}'),
  ...format('stripe', 'sk_ rk_', '(?:live|test|prod)_[A-Za-z0-9]{10,247}'),
  ...format('stripe', 'whsec_', '[A-Za-z0-9+/=]{24,64}'),
  ...format('slack', 'xoxb- xoxp- xoxa- xoxr- xoxs- xoxo- xoxc- xoxd-', '[A-Za-z0-9%-]{10,255}'),
  ...format('slack', 'xapp- xoxe-', '(?=[A-Za-z-]{0,60}\\d)[A-Za-z0-9-]{20,255}'),
  ...format('slack', 'xoxe.', 'xox[bp]-[A-Za-z0-9-]{20,255}'),
  ...format('huggingface', 'hf_', '[A-Za-z0-9]{30,40}'),
  ...format('huggingface', 'api_', 'org_[A-Za-z]{34}(?![A-Za-z0-9_])'),
  ...format('npm', 'npm_', '[A-Za-z0-9]{36}'),
  ...format('pypi', 'pypi-', `AgE[${WORD}]{50,1000}`),
  ...format('rubygems', 'rubygems_', '[0-9a-f]{48}'),
  ...format('docker', 'dckr_', `(?:pat|oat)_[${WORD}]{20,40}`),
  ...format('digitalocean', 'dop_ doo_ dor_', 'v1_[0-9a-f]{64}'),
  ...format('groq', 'gsk_', '[A-Za-z0-9]{52}(?![A-Za-z0-9_-])'),
  ...format('xai', 'xai-', '[A-Za-z0-9]{60,100}'),
  ...format('tavily', 'tvly-', '(?:dev-|prod-)?[A-Za-z0-9]{20,64}'),
  ...format('jina', 'jina_', `[${WORD}]{40,80}`),
  ...format('perplexity', 'pplx-', '[A-Za-z0-9]{32,64}'),
  ...format('nvidia', 'nvapi-', `[${WORD}]{40,90}`),
  ...format('replicate', 'r8_', '[A-Za-z0-9]{37,40}'),
  ...format('fireworks', 'fw_', '[A-Za-z0-9]{22,40}'),
  ...format('langsmith', 'lsv2_', '(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}'),
  ...format('cohere', 'co_', '[A-Za-z0-9]{40}'),
  ...format('adafruit', 'aio_', '[A-Za-z0-9]{28}'),
  ...format('shopify', 'shpat_ shpss_ shppa_ shpca_', '[0-9A-Za-z]{32,40}'),
  ...format('linear', 'lin_', '(?:api|oauth)_[A-Za-z0-9]{32,64}'),
  ...format('notion', 'ntn_', '[0-9]{11}[A-Za-z0-9]{35}'),
  ...format('notion', 'secret_', '[A-Za-z0-9]{43}(?![A-Za-z0-9])'),
  ...format('figma', 'figd_ figoh_ figor_ figo_ figu_', `[${WORD}]{30,64}`),
  ...format('sentry', 'sntrys_', 'eyJ[A-Za-z0-9+/=_-]{60,500}'),
  ...format('sentry', 'sntryu_', '[0-9a-f]{64}'),
  ...format('grafana', 'glc_', '[A-Za-z0-9+/=]{32,400}'),
  ...format('grafana', 'glsa_', '[A-Za-z0-9]{32}_[0-9A-Fa-f]{8}'),
  ...format('postman', 'PMAK-', '[0-9a-fA-F]{24}-[0-9a-fA-F]{34}'),
  ...format('postman', 'PMAT-', '[A-Z0-9]{20,40}'),
  ...format('dependency_track', 'odt_', '[A-Za-z0-9]{32}'),
  ...format('supabase', 'sbp_', '(?:oauth_|v0_)?[0-9a-f]{40}'),
  ...format('supabase', 'sb_', `secret_[${WORD}]{20,60}`),
  ...format('vercel', 'vcp_ vci_ vca_ vcr_ vck_', '[A-Za-z0-9]{40,64}'),
  ...format('sourcegraph', 'sgp_', '(?:(?:[a-fA-F0-9]{16}|local)_)?[0-9a-fA-F]{40}(?![A-Za-z0-9])'),
  ...format('posthog', 'phx_', '[A-Za-z0-9]{40,60}'),
  ...format('cloudflare', 'cfat_ cfut_ cfk_', '[A-Za-z0-9_-]{40,80}'),
  ...format('cloudflare', 'v1.', '0-[0-9a-f]{24}-[0-9a-f]{146}'),
  ...format('contentful', 'CFPAT-', `[${WORD}]{40,60}`),
  ...format(
    'tailscale',
    'tskey-',
    '(?:api|auth|client|scim|webhook|oauth)-[A-Za-z0-9]{8,24}-[A-Za-z0-9]{20,48}',
  ),
  ...format('vault', 'hvs. hvb. hvr.', `[${WORD}]{20,400}`),
  ...format('terraform', 'atlasv1.', '[A-Za-z0-9_-]{60,80}'),
  ...format(
    'doppler',
    'dp.',
    '(?:pt|st|ct|sa|scim|audit)\\.(?:[a-z0-9_-]{2,35}\\.)?[A-Za-z0-9]{40,44}',
  ),
  ...format('sendgrid', 'SG.', `[${WORD}]{16,32}\\.[${WORD}]{30,64}`),
  ...format('1password', 'ops_', 'eyJ[A-Za-z0-9+/=_-]{100,2000}'),
  ...format(
    '1password',
    'A3-',
    '[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}',
  ),
  ...format('planetscale', 'pscale_', `(?:tkn|pw|oauth)_[.=${WORD}]{32,64}`),
  ...format('readme', 'rdme_', '[a-z0-9]{70}'),
  ...format('typeform', 'tfp_', `[.=${WORD}]{40,70}`),
  ...format('newrelic', 'NRAK- NRII- NRIQ- NRJS- NRRA- NRAA-', `[${WORD}]{16,64}`),
  ...format('newrelic', 'px-', '(?:dep|api)-[0-9a-f-]{36}'),
  ...format('octopus', 'API-', '[A-Z0-9]{25,28}(?![A-Za-z0-9])'),
  ...format('dropbox', 'sl.', `(?:u\\.)?[${WORD}]{60,2000}`),
  ...format('mailgun', 'key-', '[0-9a-f]{32}(?![0-9a-f])'),
  ...format('twitch', 'live_', '\\d{6,12}_[A-Za-z0-9]{28,34}'),
  ...format('aws', 'bedrock-', 'api-key-[A-Za-z0-9+/=]{20,2000}'),
  ...format('aws', 'mws.', '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'),
  ...format('aws', 'sqs_', '[A-Za-z0-9]{40}(?![A-Za-z0-9])'),
  ...format('google', 'GOCSPX-', `[${WORD}]{20,40}`),
  ...format('google', 'ya29.', `[${WORD}]{20,2000}`),
  ...format('square', 'sq0csp- sq0atp- sq0idp-', `[${WORD}]{20,60}`),
  ...format('razorpay', 'rzp_', '(?:live|test)_[A-Za-z0-9]{14,30}'),
  ...format('flutterwave', 'FLWSECK_ FLWSECK-', `[${WORD}]{12,64}`),
  ...format('duffel', 'duffel_', `(?:live|test)_[=${WORD}]{40,50}`),
  ...format('frameio', 'fio-', 'u-[A-Za-z0-9=_-]{60,70}'),
  ...format('flyio', 'fo1_', `[${WORD}]{40,50}`),
  ...format('heroku', 'HRKU-', `[${WORD}]{36,70}`),
  ...format(
    'launchdarkly',
    'sdk- api-',
    '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}',
  ),
  ...format('wakatime', 'waka_', '[0-9a-f-]{36}'),
  ...format('age', 'AGE-', 'SECRET-KEY-1[0-9A-Z]{58}'),
  ...format('django', 'django-', 'insecure-[^\\s"\']{30,80}'),
  ...format('smtp', 'xkeysib-', '[0-9a-f]{64}-[A-Za-z0-9]{16}'),
  ...format('pulumi', 'pul-', '[0-9a-f]{40}'),
  ...format('prefect', 'pnu_', '[A-Za-z0-9]{36}'),
  ...format(
    'databricks',
    'dapi0 dapi1 dapi2 dapi3 dapi4 dapi5 dapi6 dapi7 dapi8 dapi9',
    '[0-9a-fA-F]{31}(?:-\\d)?(?![A-Za-z0-9])',
  ),
  ...format('atlassian', 'ATATT3 ATCTT3', '[A-Za-z0-9+/=_.-]{40,250}'),
  ...format(
    'artifactory',
    'AKCp0 AKCp1 AKCp2 AKCp3 AKCp4 AKCp5 AKCp6 AKCp7 AKCp8 AKCp9',
    '[A-Za-z0-9]{60,80}',
  ),
  ...format('openshift', 'sha256~', `[${WORD}]{43}`),
  ...format('easypost', 'EZAK0 EZTK0', '[A-Za-z0-9]{53}'),
  ...format('clojars', 'CLOJARS_', '[0-9a-f]{60}'),
  ...format('sonarqube', 'squ_ sqp_ sqa_', '[0-9a-f]{40}'),
  ...format('gitlab', 'glrtr- gloas-', `[${WORD}]{20,80}`),
  ...format('cosmo', 'cosmo_', '[0-9a-f]{32}'),
  ...format('bitbucket', 'BBDC-', '[A-Za-z0-9+/=]{40,60}'),
  ...format('docker', 'SWMKEY- SWMTKN-', '1-[A-Za-z0-9+/-]{40,100}'),
  ...format(
    'twilio',
    'AC0 AC1 AC2 AC3 AC4 AC5 AC6 AC7 AC8 AC9 SK0 SK1 SK2 SK3 SK4 SK5 SK6 SK7 SK8 SK9',
    '[0-9a-fA-F]{31}(?![A-Za-z0-9])',
  ),
  ...format('nuget', 'oy2', '[a-z0-9]{43}(?![A-Za-z0-9])'),
  ...format('lob', 'live_ test_', '[0-9a-f]{35}(?![0-9a-f])'),
];
