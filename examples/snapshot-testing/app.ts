/**
 * A company's own app, whose policies a snapshot test watches.
 */
import { Validations } from 'aws-cdk-lib';
import { RoleChainingChecks } from 'cdk-iam-role-chaining';
import { platformApp } from './platform';

const app = platformApp();
// An unsafe chain stops the synth, docs/checks.md.
Validations.of(app).addPlugins(new RoleChainingChecks());
app.synth();
