import { region_info } from 'aws-cdk-lib';
import { partitionOfRegion } from '../lib/private/aws/partition';

test('every region that CDK knows has the partition that CDK gives it', () => {
  const { regions } = region_info.RegionInfo;
  expect(regions.length).toBeGreaterThan(30);
  expect(regions.map(({ name }) => [name, partitionOfRegion(name)])).toEqual(
    regions.map(({ name, partition }) => [name, partition]),
  );
});

test('an unknown region has no partition', () => {
  expect(partitionOfRegion('mars-north-1')).toBeUndefined();
});
