import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotMapped } from '../../local/errors';
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
  const hopsworks = await RoleMappings.start(file);
  try {
    expect(hopsworks.roleFor('fraud', 'DATA_OWNER')).toBe(role('s3-role'));
    expect(hopsworks.roleFor('guests', 'DATA_SCIENTIST')).toBe(role('s3-role'));
    expect(await hopsworks.plan()).toContain('5 changes (1 create, 3 update, 1 delete)');
    await expect(hopsworks.assertNothingLeft()).rejects.toThrow('mappings plan ended with exit code 2');
    await hopsworks.apply();
    await hopsworks.assertNothingLeft();
    expect(hopsworks.roleFor('fraud', 'DATA_OWNER')).toBe(role('fraud-role'));
    expect(hopsworks.roleFor('fraud', 'DATA_SCIENTIST')).toBe(role('s3-role'));
    expect(() => hopsworks.roleFor('guests', 'DATA_SCIENTIST')).toThrow(NotMapped);
  } finally {
    await hopsworks.stop();
  }
}, 30_000);
