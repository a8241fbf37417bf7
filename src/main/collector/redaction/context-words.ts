import { asRead, isDigit, isWord, MARGIN } from './code-units.ts';
import { listBefore } from './list-before.ts';
import type { Scan } from './scan.ts';

const LINE_FEED = 10;
const SPACE = 32;
const COLON = 58;
/** White space between a label and a number in the line below. */
const MAX_BLANKS = 16;

/** Lengths of text before a value in which a word can announce it, UTF-16 units. */
const NEAR = 40;
const FAR = 60;

/** In scripts other than Latin; `номер` alone may be the number of anything. */
const PHONE_WORDS = asRead(
  'телефон[ау]?|телефону|тел|мобильн|позвоните|звоните|电话号码|拨打|請撥|致电|τηλέφωνο|τηλ|κινητό|เบอร์|電話|电话|手机|手機|携帯|連絡先|联系方式|전화|휴대폰|핸드폰|연락처|טלפון|נייד|هاتف|جوال|موبايل|تليفون|تلفن|মোবাইল|ফোন|फ़ोन|मोबाइल|điện thoại|sđt|โทร',
);
/** What has a number that nobody calls. */
const OF_A_THING =
  'licen[sc]e|account|order|serial|invoice|policy|passport|case|tracking|reference|ticket|claim|customer|member|membership|employee|student|patient|record|part|model|batch|lot|version|room|flight|seat|page|line|issue|id|routing|registration|confirmation|booking|transaction|badge|tax|plate|build|port|sequence|row|block|item|product';
const PHONE_BEFORE = new RegExp(
  `(?:^|[^a-z])(?:(?:an|erreichbar|erreichen(?: sie)?(?: mich| uns)?|nummer) unter|(?:mich|uns) an|festnetz|fij[oa]|fixo|fisso|fixe|telem[óo]vel|tlm|mobitel|m[óo]j (?:numer|nr)|(?:tele)?phones?|phone_?(?:number|no)s?|tel|teln?r?|telefon(?:[oeuai]|os|nummer|nr|unuz|szám)?|telefoonnummer|puhelin(?:numero)?|gsm|(?:meine|ihre|seine|unsere|deine|neue) nummer(?: ist| lautet)?|anruf(?:e|en)?(?: von| bei)?|appel(?: de)?|chiamata(?: da)?|t[ée]l[ée]phone|rufnummer|durchwahl|portable|appelez(?:-moi)?(?: au| le)?|t[ée]l|tlf|tfn|puh|fono?|wa\\.me|num[ée]ro|n[úu]mero|ll[áa]m[ae](?:me|nos)?(?: al)?|ll[áa]mame(?: al)?|cellulare|chiam(?:ami|ate|a)(?: al)?|ligue(?: para)?|telefoon|bel(?: me| ons)?(?: op)?|zadzwo[nń]|ring(?: mig| meg)? p[åa]|telepon|no\\.? ?hp|ph|mob|direct(?: line| dial)|(?:from|to|callback|call|sms|mobile|recipient|sender)_?(?:number|num|no)|mobile?|mobil(?:e|nummer|telefon|szám)?|handy(?:nummer)?|m[óo]vil|celular|cel|cell|cellular|(?:tele)?fax|whats ?app|sms|msisdn|landline|hotline|call(?:ed|ing|s)?(?: (?:me|us|him|her|them|back))?(?: (?:at|on))?|answering at|reach(?:ed|able)?(?: (?:me|us|him|her|them))?(?: (?:at|on))|dial(?:ed|ing)?|ring|text me|contact(?:_?(?:number|no))?|(?<!(?:${OF_A_THING}) )number is|phonenumber|mobilenumber|caller(?:[ _]?id)?|${PHONE_WORDS}|[☎☏✆]|\\ud83d[\\udcde-\\udce0\\udcf1\\udcf2])(?:[^a-z0-9]|$)[^0-9\\n]{0,24}$`,
);
const PHONE_GLUED =
  /(?:phone|mobile|msisdn|telephone|fax)(?:number|num|no)?["']?\s{0,2}[:=]\s{0,2}["']?[+(]?$/;
const PHONE_AFTER =
  /^[\s)\]-]{0,3}(?:office|mobile|mobi|fax|cell|home|work|\(?(?:m|h|w|tel|mobile)\))/;
const CARD_BEFORE =
  /(?:^|[^a-z])(?:(?:credit|debit|payment|bank)?[\s_-]{0,1}cards?|(?:kredit|bank|debit)?karte?n?(?:nummer)?|karta|kart[ıyę]?|kort(?:nummer)?|(?:credit|bank)?kaart(?:nummer)?|tarjeta|carte(?: bancaire| bleue| de cr[ée]dit)?|carta(?: di credito)?|cart(?:[ãa]o|eira)|card_?(?:number|no|num)|cc(?:_?(?:num|number|no))?|pan|visa|master ?card|amex|american express|discover|maestro)(?:[^a-z]|$)[^0-9\n]{0,24}$|(?:карт[аыуе]|卡号|卡號|信用卡|银行卡|銀行卡|カード(?:番号)?|카드)[^0-9\n]{0,16}$|(?:card|creditcard)(?:number|num|no)["']?\s{0,2}[:=]\s{0,2}["']?$/;
/** What is asked for with the number of a card, after it. */
const CARD_AFTER =
  /^[\s,;|/]{1,4}(?:exp(?:iry|ires|iration)?|valid|good thru|cvv2?|cvc2?|cid|mm\/yy)\b/;
const SSN_BEFORE =
  /(?:^|[^a-z])(?:ssns?|s\.s\.n\.?|ss ?(?:no|num|number)|soc\.? ?sec\.?(?: ?(?:no|num|number|#))?|social[\s_-]?security(?:[\s_-]?(?:number|no|num|#))?|socials?(?= ?(?:is|was|no|num|number)\b|\W{0,3}$)|ss#|ssn_\w{1,12}|id number|tax(?:payer)?[\s_-]?id|itin|tin)(?:[^a-z]|$)[^0-9\n]{0,24}$|(?:ssn|socialsecurity(?:number)?)["']?\s{0,2}[:=]\s{0,2}["']?$/;
const IBAN_BEFORE =
  /(?:^|[^a-z])(?:iban|bank[\s_-]?account|account(?:[\s_-]?(?:number|no))?|konto(?:nummer)?|bban|beneficiary)(?:[^a-z]|$)[^\n]{0,20}$|iban["']?\s{0,2}[:=]\s{0,2}["']?$/;
const PHONE = 1;
const CARD = 2;
const SSN = 4;
/** Three letters of each word above, of which {@link announcements} looks for any before it tries the patterns. */
const PARTS: readonly (readonly [number, string])[] = [
  [
    PHONE,
    'pho tel mob han mov cel fax wha sms msi lan hot cal ans rea dia rin t m con num kon ruf dur por app lla chi lig bel zad dir tlf tfn puh fon wa. gsm anr unt mic uns fes moj bel fij fix fis tlm mno ono tno rno _no ',
  ],
  [CARD, 'car pan vis mas ame dis mae kar kor kaa tar'],
  [SSN, 'ssn s.s ss  soc ss# id  tax iti tin'],
];
export const ANNOUNCES = new Uint8Array(1 << 15);
for (const [bit, parts] of PARTS) {
  for (let at = 0; at < parts.length; at += 4) {
    ANNOUNCES[slotOf(parts.charCodeAt(at), parts.charCodeAt(at + 1), parts.charCodeAt(at + 2))]! |=
      bit;
  }
}
// `cc`, `ph` and `hp` and whatever follows.
for (let third = 0; third < 32; third++) {
  ANNOUNCES[slotOf(99, 99, third)]! |= CARD;
  ANNOUNCES[slotOf(112, 104, third)]! |= PHONE;
  ANNOUNCES[slotOf(104, 112, third)]! |= PHONE;
}
function slotOf(first: number, second: number, third: number): number {
  return ((first & 31) << 10) | ((second & 31) << 5) | (third & 31);
}

/** Kinds that a word before `start` may announce; what rules out most numbers at a glance. */
function announcements(scan: Scan, start: number): number {
  if (scan.announcedAt === start) return scan.announced;
  let found = 0;
  const { codes } = scan;
  const from = start + MARGIN;
  for (let at = labelEnd(codes, from) - 1, last = from - FAR; at >= last; at--) {
    const code = codes[at]!;
    if (code > 127) {
      found = PHONE | CARD | SSN;
      break;
    }
    // Nothing between the word and the number is a digit or a line's end, but for the number of a name.
    if (code === LINE_FEED || (isDigit(code) && !isWord(codes[at - 1]!))) break;
    found |= ANNOUNCES[slotOf(code, codes[at + 1]!, codes[at + 2]!)]!;
  }
  scan.announcedAt = start;
  scan.announced = found;
  return found;
}

/** Behind the colon of a label in the line before that of the number at `from`, of a form: `Phone:\n467 3395`; else `from`. */
function labelEnd(codes: Uint16Array, from: number): number {
  let at = from;
  let lines = 0;
  while (at > from - MAX_BLANKS && codes[at - 1]! <= SPACE) if (codes[--at] === LINE_FEED) lines++;
  return lines > 0 && codes[at - 1] === COLON ? at : from;
}

const may = (scan: Scan, start: number, kind: number): boolean =>
  (announcements(scan, start) & kind) !== 0;

/**
 * Text before a number that may announce it: after what was put in place of another value, which stood between before,
 * so that a second pass finds no more than the first.
 */
function saidBefore(scan: Scan, start: number, units: number): string {
  const label = labelEnd(scan.codes, start + MARGIN) - MARGIN;
  const before = scan.before(label, units - (start - label));
  // What is the last column of a statement is not said of the first value.
  if (FIRST_OF_ROW.test(before)) return '';
  const end = Math.max(before.lastIndexOf(']'), templateEnd(before)) + 1;
  if (end === 0 || before[end] === ':') return before;
  const from = label - before.length;
  return REPLACED.test(scan.text.slice(from, from + end)) ? before.slice(end) : before;
}
const FIRST_OF_ROW = /\)\s{0,8}values\s{0,8}\(\s{0,8}n?["']?$/;
const REPLACED = /[[<{][\w: -]{0,24}(?:PHONE|CREDIT_CARD|US_SSN)[\]>}]$/;

/** The last bracket of another kind with a word after it: `<PHONE>415…` is an element. */
function templateEnd(before: string): number {
  const at = Math.max(before.lastIndexOf('>'), before.lastIndexOf('}'));
  return at >= 0 && /[a-z]/.test(before.slice(at)) ? at : -1;
}

/** A letter with which {@link PHONE_AFTER} can go on. */
function mayFollow(scan: Scan, end: number): boolean {
  for (let at = end; at < end + 5; at++) {
    const code = scan.code(at) | 32;
    if (code >= 97 && code <= 122) {
      return (
        code === 111 ||
        code === 109 ||
        code === 102 ||
        code === 99 ||
        code === 104 ||
        code === 119 ||
        code === 116
      );
    }
  }
  return false;
}

export function announcesPhone(scan: Scan, start: number, end: number): boolean {
  if (scan.key.words.has('phone')) return true;
  const list = listBefore(scan, start);
  if (list !== undefined) return list.words.has('phone') && end - start >= LEAST_OF_LIST;
  return saysPhone(scan, start) || (mayFollow(scan, end) && PHONE_AFTER.test(scan.after(end, 12)));
}
/** Shorter elements of a list are those of an office or a house. */
const LEAST_OF_LIST = 7;

function saysPhone(scan: Scan, start: number): boolean {
  if (!may(scan, start, PHONE)) return false;
  const before = saidBefore(scan, start, NEAR);
  return PHONE_BEFORE.test(before) || PHONE_GLUED.test(before);
}

export const announcesCard = (scan: Scan, start: number): boolean =>
  scan.key.words.has('card') ||
  (listBefore(scan, start)?.words.has('card') ??
    (may(scan, start, CARD) && CARD_BEFORE.test(saidBefore(scan, start, NEAR))));

/** A month, a code or a word for them follows, as it does after the number of a card only. */
export const goesWithCard = (scan: Scan, end: number): boolean =>
  CARD_AFTER.test(scan.after(end, 18));

export const announcesSsn = (scan: Scan, start: number): boolean =>
  scan.key.words.has('ssn') ||
  (listBefore(scan, start)?.words.has('ssn') ??
    (may(scan, start, SSN) && SSN_BEFORE.test(saidBefore(scan, start, FAR))));

export const announcesIban = (scan: Scan, start: number): boolean =>
  scan.key.words.has('iban') || IBAN_BEFORE.test(scan.before(start, NEAR));
