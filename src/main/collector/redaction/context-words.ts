import type { Scan } from './scan.ts';

/** Lengths of text before a value in which a word can announce it, UTF-16 units. */
const NEAR = 40;
const FAR = 60;

const PHONE_BEFORE =
  /(?:^|[^a-z])(?:(?:tele)?phones?|phone_?(?:number|no)s?|tel|teln?r?|telefon[oe]?s?|t[ée]l[ée]phone|mobile?|mobil(?:e|nummer)?|handy(?:nummer)?|m[óo]vil|celular|cell|cellular|(?:tele)?fax|whats ?app|sms|msisdn|landline|hotline|call(?:ed|ing|s)?(?: (?:me|us|him|her|them|back))?(?: (?:at|on))?|answering at|reach(?:ed|able)?(?: (?:me|us|him|her|them))?(?: (?:at|on))|dial(?:ed|ing)?|ring|text me|contact(?:_?(?:number|no))?|number is|phonenumber|mobilenumber|caller(?:_?id)?|電話|电话|手机|номер|телефон)(?:[^a-z0-9]|$)[^0-9\n]{0,24}$/;
const PHONE_GLUED =
  /(?:phone|mobile|msisdn|telephone|fax)(?:number|num|no)?["']?\s{0,2}[:=]\s{0,2}["']?[+(]?$/;
const PHONE_AFTER =
  /^[\s)\]-]{0,3}(?:office|mobile|mobi|fax|cell|home|work|\(?(?:m|h|w|tel|mobile)\))/;
const CARD_BEFORE =
  /(?:^|[^a-z])(?:(?:credit|debit|payment|bank)?[\s_-]{0,1}cards?|card_?(?:number|no|num)|cc(?:_?(?:num|number|no))?|pan|visa|master ?card|amex|american express|discover|maestro)(?:[^a-z]|$)[^0-9\n]{0,24}$|(?:card|creditcard)(?:number|num|no)["']?\s{0,2}[:=]\s{0,2}["']?$/;
const SSN_BEFORE =
  /(?:^|[^a-z])(?:ssns?|social[\s_-]?security(?:[\s_-]?(?:number|no|num|#))?|socials?|ss#|ssn_\w{1,12}|id number|tax(?:payer)?[\s_-]?id|itin|tin)(?:[^a-z]|$)[^0-9\n]{0,24}$|(?:ssn|socialsecurity(?:number)?)["']?\s{0,2}[:=]\s{0,2}["']?$/;
const IBAN_BEFORE =
  /(?:^|[^a-z])(?:iban|bank[\s_-]?account|account(?:[\s_-]?(?:number|no))?|konto(?:nummer)?|bban|beneficiary)(?:[^a-z]|$)[^\n]{0,20}$|iban["']?\s{0,2}[:=]\s{0,2}["']?$/;
const VERSION_BEFORE =
  /(?:^|[^a-z])(?:v|ver|vers|version|release|rev|revision|build|firmware|semver|sdk|python|node|oid|section|chapter|§)[\s"'=:.v~^]{0,4}$|(?:version|release)["']?\s{0,2}[:=]\s{0,2}["']?$|[=~^<>!]=\s?$|[a-z][a-z0-9_.+-]*\/$/;

export const announcesPhone = (scan: Scan, start: number, end: number): boolean =>
  scan.key.words.has('phone') ||
  PHONE_BEFORE.test(scan.before(start, NEAR)) ||
  PHONE_GLUED.test(scan.before(start, NEAR)) ||
  PHONE_AFTER.test(scan.after(end, 12));

export const announcesCard = (scan: Scan, start: number): boolean =>
  scan.key.words.has('card') || CARD_BEFORE.test(scan.before(start, NEAR));

export const announcesSsn = (scan: Scan, start: number): boolean =>
  scan.key.words.has('ssn') || SSN_BEFORE.test(scan.before(start, FAR));

export const announcesIban = (scan: Scan, start: number): boolean =>
  scan.key.words.has('iban') || IBAN_BEFORE.test(scan.before(start, NEAR));

/** What comes is a version, an object identifier or a product's number, not an address. */
export const announcesVersion = (scan: Scan, start: number): boolean =>
  scan.key.words.has('version') || VERSION_BEFORE.test(scan.before(start, 24));
