import { PolicySnapshot } from 'cdk-iam-role-chaining/testing';
import { platformApp } from '../platform';

expect.addSnapshotSerializer(PolicySnapshot.serializer);

test('nobody gains or loses access unnoticed', () => {
  expect(PolicySnapshot.of(platformApp())).toMatchSnapshot();
});
