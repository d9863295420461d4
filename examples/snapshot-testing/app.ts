/**
 * A company's own app, whose policies a snapshot test watches.
 */
import { platformApp } from './platform';

platformApp().synth();
