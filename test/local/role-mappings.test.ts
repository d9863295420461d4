import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotMapped } from '../../local/errors';
import { renderPlan } from '../../local/report';
import { RoleMappings } from '../../local/role-mappings';

const role = (name: string) => `arn:aws:iam::444455556666:role/hopsworks/${name}`;

/** As the quickstart's deployment writes it. */
const outputs = {
  'RoleChaining-finance-Data': {
    RoleMappings: JSON.stringify({
      version: 1,
      mappings: [
        { project: 'churn', projectRole: 'ALL', role: role('churn-role') },
        { project: 'fraud', projectRole: 'DATA_OWNER', role: role('fraud-role'), defaultRole: true },
        { project: 'fraud', projectRole: 'DATA_SCIENTIST', role: role('s3-role'), defaultRole: true },
      ],
    }),
  },
};

const folder = mkdtempSync(join(tmpdir(), 'role-mappings-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('what was typed by hand is brought to what is declared, by an administrator who is a member of no project', async () => {
  const file = join(folder, 'outputs.json');
  writeFileSync(file, JSON.stringify(outputs));
  const hopsworks = await RoleMappings.start(file, folder);
  const defaults = () =>
    ['fraud', 'rotated'].map((project) => [
      hopsworks.roleFor(project, 'DATA_OWNER'),
      hopsworks.roleFor(project, 'DATA_SCIENTIST'),
    ]);
  const [churn, fraud, s3] = ['churn-role', 'fraud-role', 's3-role'].map(role);
  try {
    expect(defaults()).toEqual([
      [s3, fraud],
      [churn, fraud],
    ]);
    const { changes, leaks } = await hopsworks.plan();
    expect(changes.map(({ action }) => action)).toEqual(['create', ...Array<string>(7).fill('update')]);
    expect(leaks).toEqual([{ project: 'guests', projectRole: 'ALL', role: s3, defaultRole: true }]);
    expect(renderPlan({ changes: changes.slice(0, 2), leaks })).toBe(
      'mappings plan before apply, against a stand-in of Hopsworks:\n' +
        '  create churn, ALL: churn-role\n  update fraud, DATA_SCIENTIST: fraud-role\n  leak guests, ALL: s3-role, default',
    );
    await expect(hopsworks.assertNothingLeft()).rejects.toThrow('mappings plan ended with exit code 2');
    await hopsworks.apply();
    await hopsworks.assertNothingLeft();
    expect(defaults()).toEqual([
      [fraud, s3],
      [fraud, s3],
    ]);
    expect(hopsworks.roleFor('guests', 'DATA_SCIENTIST')).toBe(s3);
    await hopsworks.assertLeakIsListed(s3!);
    await expect(hopsworks.assertLeakIsListed(fraud!)).rejects.toThrow('no leak of');
    await expect(hopsworks.assertNothingLeft('--prune-everywhere')).rejects.toThrow('exit code 2');
    await hopsworks.prune();
    await hopsworks.assertNothingLeft('--prune-everywhere');
    expect(() => hopsworks.roleFor('guests', 'DATA_SCIENTIST')).toThrow(NotMapped);
    await expect(hopsworks.assertLeakIsListed(s3!)).rejects.toThrow('no leak of');
  } finally {
    await hopsworks.stop();
  }
}, 30_000);
