import type { SaidText } from '../redaction/said-texts.ts';
import type { KeptAnnotation } from './kept-annotation.ts';

/** Says what of texts may be stored in a project, in their order; see `RedactionService.said`. */
export type RedactSaid = (
  projectId: string,
  said: readonly SaidText[],
) => Promise<readonly string[]>;

interface ScoreTexts {
  readonly name: string;
  readonly value: number | boolean | string;
  readonly comment: string;
}

/** Scores as they may be stored. */
export async function redactScores<T extends ScoreTexts>(
  redact: RedactSaid,
  projectId: string,
  scores: readonly T[],
): Promise<T[]> {
  const said = scores.flatMap(({ name, value, comment }) => [
    { key: 'annotation.score.name', text: name },
    { key: 'annotation.score.value', text: typeof value === 'string' ? value : '' },
    { key: 'annotation.score.comment', text: comment },
  ]);
  const texts = await redact(projectId, said);
  return scores.map((score, index) => {
    const [name, value, comment] = texts.slice(index * 3, index * 3 + 3);
    const label = typeof score.value === 'string' ? value! : score.value;
    return { ...score, name: name!, value: label, comment: comment! };
  });
}

/** Annotations from elsewhere as they may be stored, the names of their authors too. */
export async function redactKept(
  redact: RedactSaid,
  projectId: string,
  all: readonly KeptAnnotation[],
): Promise<KeptAnnotation[]> {
  const named = await redact(projectId, all.flatMap(namesOf));
  const names = named.values();
  const next = (): string => names.next().value!;
  const renamed = all.map((kept): KeptAnnotation => {
    if (kept.kind === 'tag') return { ...kept, name: next() };
    const author = { ...kept.author, author_id: next(), author_name: next() };
    return kept.kind === 'note' ? { ...kept, author, text: next() } : { ...kept, author };
  });
  const scores = renamed.filter((kept) => kept.kind === 'score');
  const scored = (await redactScores(redact, projectId, scores)).values();
  return renamed.map((kept) => (kept.kind === 'score' ? scored.next().value! : kept));
}

function namesOf(kept: KeptAnnotation): SaidText[] {
  if (kept.kind === 'tag') return [{ key: 'annotation.tag', text: kept.name }];
  const { author_id, author_name } = kept.author;
  const author = [author_id, author_name].map((text) => ({ key: 'annotation.author', text }));
  return kept.kind === 'note' ? [...author, { key: 'annotation.note', text: kept.text }] : author;
}
