import { AwsClients } from '../../local/clients';
import { assertLoopback, awsSettings, cleanEnvironment } from '../../local/loopback';

const elsewhere = { url: 'https://sts.eu-west-1.amazonaws.com', certificateFile: '/dev/null' };

test.each([
  'https://sts.eu-west-1.amazonaws.com',
  'https://127.0.0.1.example.com:4566',
  'https://localhost.example.com',
])('refuses %s', (url) => {
  expect(() => {
    assertLoopback(url);
  }).toThrow(`The local AWS is called at 127.0.0.1 only, got ${url}`);
});

test('neither clients nor commands are pointed anywhere else', () => {
  expect(() => new AwsClients(elsewhere)).toThrow('127.0.0.1 only');
  expect(() => awsSettings(elsewhere, '111122223333', 'eu-west-1')).toThrow('127.0.0.1 only');
});

test("a command sees nothing of the user's AWS set-up, node options or proxies", () => {
  const before = process.env;
  process.env = { ...before, AWS_PROFILE: 'production', HTTPS_PROXY: 'http://proxy', NODE_OPTIONS: '--inspect' };
  try {
    expect(Object.keys(cleanEnvironment('/tmp/run')).sort()).toEqual(['HOME', 'LANG', 'PATH', 'TMPDIR']);
  } finally {
    process.env = before;
  }
});
