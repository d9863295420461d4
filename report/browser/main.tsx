import { render } from 'preact';
import type { Report } from '../report';

const report = JSON.parse(document.getElementById('report')?.textContent ?? '') as Report;
const page = document.getElementById('page');
if (page !== null) {
  page.textContent = '';
  render(<h1>{report.title}</h1>, page);
}
