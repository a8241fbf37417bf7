import { plainKey } from './plain-key.ts';
import { keyedRule, secretClass, type SecretClass } from './secret-value.ts';

/** What an attribute key, or the name of a field, says about its value. */
export interface KeyContext {
  /** Of `phone`, `card`, `ssn`, `iban`, `version`, `versions`, `id`, `article`. */
  readonly words: ReadonlySet<string>;
  /** The rule by which the whole value is a secret, or ''. */
  readonly secret: string;
  /** What the value must be for that; '': it is one whatever it is. */
  readonly kind: SecretClass | '';
  /** The key as in `plain-key.ts`. */
  readonly name: string;
  /** True when a bare number under the key can be a phone, a card or the like. */
  readonly namesNumber: boolean;
}

export const NO_CONTEXT: KeyContext = {
  words: new Set(),
  secret: '',
  kind: '',
  name: '',
  namesNumber: false,
};

const WORDS: readonly (readonly [string, RegExp])[] = [
  [
    'phone',
    /(?:^|_)(?:tele)?phones?(?:_|$|number|no)|(?:^|_)(?:tel|mobiles?|mobil|cell|cellular|fax|msisdns?|whatsapp|caller|sms|contact|landline|handy|mobilenumbers?|celular|m_?vil|movil|telefon(?:o|e|nummer)?|cellulare|rufnummer|telefoonnummer)(?:_|$)|phone$/,
  ],
  ['card', /(?:^|_)(?:cards?|creditcards?|cc|pans?|cardnumbers?)(?:_|$)/],
  ['ssn', /(?:^|_)(?:ssns?|social_security|socialsecurity|itins?)(?:_|$)/],
  ['iban', /(?:^|_)(?:iban|bank_account|account_number)(?:_|$)/],
  [
    'version',
    /^(?!.*_(?:ip|ipv4|addr|address|host|hostname|peer|node)$).*?(?:^|_)(?:versions?|releases?|oid|semver)(?:_|$)/,
  ],
  ['versions', /(?:^|_)(?:versions|releases)$/],
  [
    'id',
    /(?:^|_)(?:id|ids|uuid|guid|hash|digest|sha|sha256|md5|checksum|etag|tokens|count|size|bytes|length|time|timestamp|epoch|nanos?|micros|millis|[a-z]+ed_at|(?:expires|sent|seen|begun|run)_at|duration|seed|offset|created|port|pid|line|lineno|index|version|nonce|fingerprint|revision|commit|cursor|serial|seq|sequence|trace|span|correlation|(?:build|order|invoice|tracking|shipment|ticket|booking|reference|serial|batch)_(?:no|nr|num|number))$/,
  ],
  [
    'article',
    /(?:^|_)(?:skus?|isbn|issn|asin|upc|ean|gtin|mpn|(?:part|model|article|item|product|catalog|serial|order|invoice|tracking|shipment|booking|batch|po|rma)_?(?:no|nr|num|number|code|id)s?)$/,
  ],
];

/** Keys whose value is a secret whatever it looks like: headers that carry credentials, passwords. */
const SECRET_KEY =
  /(?:^|_)(?:password|passwd|pwd|passphrase|secret|client_secret|api_?key|apikey|secret_?key|private_?key|access_?token|refresh_?token|auth_?token|bearer_?token|id_?token|credentials?)$|(?:^|_)header_(?:authorization|proxy_authorization|cookie|set_cookie|x_api_key|api_key|x_auth_token|x_goog_api_key|x_amz_security_token)$|^(?:authorization|proxy_authorization|cookie|set_cookie|x_api_key|x_goog_api_key)$/;

/** Contexts of keys seen; keys are few, and a sender who makes up new ones must not fill the memory. */
const known = new Map<string, KeyContext>();
const MAX_KNOWN = 4096;

/** The context of a key, remembered. */
export function keyContext(key: string): KeyContext {
  const seen = known.get(key);
  if (seen !== undefined) return seen;
  const name = plainKey(key);
  const words = new Set<string>();
  for (const [word, pattern] of WORDS) if (pattern.test(name)) words.add(word);
  const kind = SECRET_KEY.test(name) ? '' : secretClass(name);
  const secret = kind !== '' ? keyedRule(kind) : SECRET_KEY.test(name) ? 'secret.key' : '';
  const namesNumber = words.has('phone') || words.has('card') || words.has('ssn');
  const context =
    words.size === 0 && secret === '' ? NO_CONTEXT : { words, secret, kind, name, namesNumber };
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(key, context);
  return context;
}
