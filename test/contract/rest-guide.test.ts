import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyExport } from '../../src/main/collector/audit/verify-export.ts';
import { exportRequest, postTraces } from '../support/export-request.ts';
import { followGuide, readBlocks } from '../support/follow-guide.ts';
import { createTestFolder } from '../support/open-test-collector.ts';
import { addPerson, clientOf, openWithPeople, PASSWORD } from '../support/people.ts';

const onUnix = it.skipIf(process.platform === 'win32');

/** A collector with what the guides take for granted: the owner of the instance, a project with a trace, its keys. */
async function openForGuide() {
  const world = await openWithPeople();
  const { collector, owner } = world;
  const { code } = await owner.people.resetOwner({ email: 'ann@example.org' });
  await clientOf(collector).session.resetPassword({ code, password: PASSWORD });
  const { project, key } = await owner.projects.create({ name: 'Shop' });
  const admin = await owner.keys.create({ projectId: project.id, scopes: ['admin'], name: 'web' });
  const span = { traceId: '0af7651916cd43dd8448eb211c80319c', name: 'checkout', error: true };
  await postTraces(collector.url, exportRequest([span]), { 'x-api-key': key.secret });
  const cid = await addPerson(world, world.organizationId, { email: 'cid@example.org' });
  const known = { spw: admin.secret, prj: project.id, per: cid.personId };
  return { ...world, project, admin, known };
}

onUnix(
  'what docs/rest.md says works as it is written, from the first line to the last',
  async () => {
    const { collector, owner, organizationId, project, admin, known } = await openForGuide();
    const folder = createTestFolder();
    const done = await followGuide(readBlocks('rest.md'), collector.url, known, folder);
    const live = done.find(({ line }) => line.includes('/follow'))!;
    const answers = done.map(({ answer }) =>
      answer === '' || answer === live.answer ? null : JSON.parse(answer),
    );
    expect(live.answer).toMatch(/^event: message\ndata: \{"traces":\[\],"missed":0\}\n/m);
    const answerTo = (part: string) => answers[done.findIndex(({ line }) => line.includes(part))];
    expect(answerTo('/api/v1/whoami')).toMatchObject({ kind: 'key', projectId: project.id });
    expect(answerTo('/traces/search')).toMatchObject({ traces: [{ name: 'checkout' }] });
    expect(answerTo('traces/$TRACE"')).toMatchObject({
      resourceSpans: [{ scopeSpans: [{ spans: [{ name: 'checkout' }] }] }],
    });
    expect(answerTo('/traces/groups')).toMatchObject({ groups: [{ count: 1, errors: 1 }] });
    expect(answerTo('/threads/search')).toMatchObject({ threads: [], without: 1 });
    expect(answerTo('/marks')).toEqual({ marks: [], isCut: false });
    expect(answerTo('/linked-from')).toEqual({ spans: [], next: null });
    expect(answerTo('/annotations/search')).toMatchObject({
      traces: [{ pinned: true, tags: ['regression'], notes: 1, scores: 1 }],
    });
    expect(answerTo('file=@errors.jsonl')).toMatchObject({ spans: 0, duplicates: 1 });
    expect(answerTo('file=@chosen.spanward')).toMatchObject({ spans: 1, annotations: 4 });
    expect(answerTo('Bearer $TOKEN" "$URL/api/v1/workspaces"')).toMatchObject({
      workspaces: [{ project: { name: 'from the other network', spanCount: 1 } }],
    });
    expect(answerTo('/archive')).toMatchObject({ archivedAt: expect.any(String) });
    expect(answerTo('as=owner')).toMatchObject({ candidates: [{ name: 'cid' }], total: 1 });
    expect(answerTo('/transfer')).toMatchObject({ memberCount: 2 });
    expect(answerTo('guest@partner.example')).toMatchObject({
      state: 'invited',
      invitation: { roleName: 'Read-only' },
    });
    expect(answerTo('/members')).toMatchObject({
      members: [{ roleName: 'Admin' }, { name: 'cid', roleName: 'Owner' }],
    });
    expect(answerTo('"removing"')).toMatchObject({ withdrawn: ['guest@partner.example'] });
    expect(answerTo('DELETE -H "authorization')).toMatchObject({ deleted: { keys: 1 } });
    expect(answerTo('/rotate')).toMatchObject({
      key: { name: 'web', secret: expect.stringMatching(/^spw_/) },
      old: { environment: 'production', requestsSinceReplaced: 0 },
    });
    expect(answerTo('/usage"')).toMatchObject({ total: { spans: 1 }, days: expect.any(Array) });
    expect(answerTo('"spansPerDay"')).toMatchObject({ project: { spansPerDay: 50_000 } });
    expect(answerTo('/keys/check')).toMatchObject({ found: [{ key: { id: admin.id } }] });
    expect(answerTo('/invitations')).toMatchObject({ email: 'bob@example.org', state: 'pending' });
    expect(answerTo('action=key.*').entries).not.toEqual([]);
    expect(answerTo('/audit/verify')).toMatchObject({ ok: true });
    const [csv, signature, pem] = ['audit.csv', 'audit.csv.sig', 'spanward-audit-key.pem'].map(
      (name) => join(folder, name),
    );
    expect(readFileSync(csv!, 'utf8')).toContain('key.rotated');
    expect(await verifyExport(csv!, signature!, pem!)).toMatchObject({ ok: true });
    const { entries: renamed } = await owner.audit.list({ action: 'organization.updated' });
    expect(renamed[0]).toMatchObject({ reason: 'ticket 42: new company name' });
    expect(answers.at(-1)).toMatchObject({
      project: { name: 'Search', slug: 'search' },
      api_key: expect.stringMatching(/^spw_/),
    });
    const { projects } = await owner.projects.list();
    expect(projects.map(({ name }) => name).toSorted()).toEqual([
      'Default Project',
      'Search',
      'Shop',
    ]);
    const { invitations } = await owner.invitations.list({ organizationId });
    expect(invitations.map(({ email, state }) => `${email} ${state}`)).toContain(
      'bob@example.org pending',
    );
  },
);

onUnix('what docs/keys.md says over REST works as it is written', async () => {
  const { collector, admin, known } = await openForGuide();
  const setUp = `URL=${collector.url}\nKEY=${known.spw}\nPROJECT=${known.prj}`;
  const done = await followGuide([setUp, ...readBlocks('keys.md')], collector.url, known);
  expect(done.map(({ answer }) => JSON.parse(answer))).toMatchObject([
    { keys: [{ id: admin.id }] },
  ]);
});
