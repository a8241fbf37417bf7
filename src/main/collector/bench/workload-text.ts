import type { Random } from './random.ts';

const WORDS =
  `the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also did many off before must well back through years where much your way down should because long each just state those people too mr how little good world make very year still see own work men day get here old between both life being under three never know same last another while us might great go come since against right came take used himself few house use place during without again home around small however found thought went say part once general high upon school every don does got united left number course war until always away something fact water less public put think almost hand enough far took head yet government system better set told nothing night end why called eyes find going look asked later knew point next program city business give group toward young days let room president side social given present several order national possible rather second face per among form important often things early white case large big four within felt along children saw best church ever least power development light thing seemed family interest want members mind country area others although turned done open god service certain kind problem began different door thus help sense means whole matter token latency request payment invoice customer refund shipment address catalog inventory discount session account retry timeout upstream schema index vector embedding prompt completion answer citation tool search query result summary policy agent plan step review`.split(
    ' ',
  );

const SYSTEM_PROMPT =
  'You are a careful support agent of an online shop. Answer in the language of the customer. Use the tools you are given, cite the order you speak about, never promise a refund before the policy tool has allowed it, and keep answers under one hundred and fifty words.';

/** About `length` characters of prose. */
function prose(random: Random, length: number): string {
  let out = '';
  let inSentence = 0;
  while (out.length < length) {
    const word = random.pickEarly(WORDS);
    out += inSentence === 0 ? word[0]!.toUpperCase() + word.slice(1) : ` ${word}`;
    inSentence++;
    if (inSentence > 7 && random.unit() < 0.2) {
      out += '. ';
      inSentence = 0;
    }
  }
  return out;
}

/** Sentences that texts are put together from: far more of them than one request holds. */
export function phrases(random: Random): string[] {
  return Array.from({ length: 3000 }, () => `${prose(random, random.between(50, 130))}. `);
}

/** A text of `count` sentences. */
export function text(random: Random, pool: readonly string[], count: number): string {
  let out = '';
  for (let i = 0; i < count; i++) out += random.pick(pool);
  return out;
}

/**
 * A chat history as JSON of about `length` characters, as instrumentations put it into one attribute:
 * the system prompt of the agent and the opening of the trace's conversation, then what is new.
 */
export function messages(
  random: Random,
  pool: readonly string[],
  opening: string,
  length: number,
): string {
  const list = [{ role: 'system', content: SYSTEM_PROMPT }];
  let size = 320;
  for (let content = opening; size < length; content = text(random, pool, random.between(1, 5))) {
    list.push({ role: list.length % 2 === 1 ? 'user' : 'assistant', content });
    size += content.length + 32;
  }
  return JSON.stringify(list);
}
