import { render } from 'preact';
import { Estate } from '../estate/estate';
import type { Report } from '../report';
import { App } from './app';

const report = JSON.parse(document.getElementById('report')?.textContent ?? '') as Report;
const page = document.getElementById('page');
if (page !== null) {
  page.textContent = '';
  render(<App estate={new Estate(report)} />, page);
}
