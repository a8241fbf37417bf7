import type { TokenFormat } from './secret-tokens.ts';

/** Base64 in one piece, or in lines. */
const KEY_LINES =
  '[A-Za-z0-9+/]{20,16000}(?:(?:\\r?\\n[ \\t]{0,24})[A-Za-z0-9+/]{1,76}){0,120}={0,2}';

function words(vendor: string, prefixes: string, pattern: string): TokenFormat[] {
  const whole = new RegExp(`${pattern}(?![A-Za-z0-9])`, 'y');
  return prefixes.split(' ').map((prefix) => ({ vendor, prefix, pattern: whole }));
}

/** Credentials without a joint after their first letters, by the first three characters; `pattern` is for all of it. */
export const WORD_TOKENS: readonly TokenFormat[] = [
  ...words('databricks', 'dap', 'dapi[0-9a-fA-F]{32}(?:-\\d)?'),
  ...words('databricks', 'dos', 'dose[0-9a-f]{32}'),
  ...words('artifactory', 'AKC', 'AKC[A-Za-z0-9]{60,80}'),
  ...words('artifactory', 'cmV', 'cmVmdGtu[A-Za-z0-9]{50,70}'),
  ...words('easypost', 'EZA EZT', 'EZ[AT]K[A-Za-z0-9]{54}'),
  ...words(
    'twilio',
    [...'0123456789abcdef'].map((digit) => `AC${digit} SK${digit}`).join(' '),
    '(?:AC|SK)[0-9a-fA-F]{32}',
  ),
  // The token of a session, which begins with the name of its issuer.
  ...words('aws', 'IQo', 'IQoJb3JpZ2luX2Vj[A-Za-z0-9+/_%-]{60,3000}={0,2}'),
  ...words('nuget', 'oy2', 'oy2[a-z0-9]{43}'),
  ...words('atlassian', 'ATA ATC', 'AT(?:AT|CT)T3[A-Za-z0-9+/=_.-]{40,250}'),
  ...words('alibaba', 'LTA', 'LTAI[A-Za-z0-9]{12,24}'),
  // Not within base64, nor where a further line of it begins.
  ...words('meta', 'EAA', '(?<![A-Za-z0-9+/]{40}(?:\\r?\\n[ \\t]{0,24})?)EAA[A-Za-z0-9_-]{57,250}'),
  ...words('meta', 'IGQ', 'IGQ[A-Za-z0-9_-]{100,250}'),
  ...words('airtable', 'pat', 'pat[A-Za-z0-9]{14}\\.[0-9a-f]{64}'),
  ...words('yandex', 'AQV', 'AQVN[A-Za-z0-9_-]{35,38}'),
  ...words('gitlab', 'GR1', 'GR1348941[A-Za-z0-9_-]{20,64}'),
  ...words('aws', 'ACC', 'ACCA[A-Z0-9]{16}'),
  ...words('aws', 'A3T', 'A3T[A-Z0-9]{17}'),
  ...words('nats', 'SUA SAA SNA SCA SOA', 'S[UANCO]A[A-Z2-7]{55}'),
  ...words('clickhouse', '4b1', '4b1d[A-Za-z0-9]{38}'),
  ...words('salesforce', '00D', '00D[A-Za-z0-9]{12,15}![A-Za-z0-9_.]{60,120}'),
  ...words('crates', 'cio', 'cio(?=[A-Za-z]{0,31}\\d)[A-Za-z0-9]{32}'),
  ...words('brave', 'BSA', 'BSA(?=[A-Z]{0,12}[a-z0-9])(?=[^a-z]{0,20}[a-z])[A-Za-z0-9_-]{27,28}'),
  ...words('telnyx', 'KEY', 'KEY0[A-Z0-9]{25,35}_[A-Za-z0-9]{20,24}'),
  ...words('bitcoin', 'xpr', 'xprv[1-9A-HJ-NP-Za-km-z]{107,108}'),
  ...words('tencent', 'AKI', 'AKID[A-Za-z0-9]{32}'),
  // The answer to a challenge of NTLM.
  ...words('ntlm', 'TlR', 'TlRMTVNTUAADAAAA[A-Za-z0-9+/]{60,4000}={0,2}'),
  // Private keys in DER (RFC 8017 A.1.2, RFC 5958, RFC 5915, RFC 8410) and OpenSSH's form, without the lines around them.
  ...words('private_key', 'MII', `MII[A-Za-z0-9+/]{2}[AQgw]IBA[AD]${KEY_LINES}`),
  ...words('private_key', 'MIG', `MIG[A-Za-z0-9+/]AgE(?:AMBM|BBD)${KEY_LINES}`),
  ...words('private_key', 'MHc', `MHcCAQEEI${KEY_LINES}`),
  ...words('private_key', 'MC4', `MC4CAQAwBQYDK2V[uw]BCIEI${KEY_LINES}`),
  ...words('private_key', 'b3B', `b3BlbnNzaC1rZXktdjE${KEY_LINES}`),
  ...words('twitter', 'AAA', 'A{20,22}[A-Za-z0-9%]{60,120}'),
];
