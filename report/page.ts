import { createHash } from 'node:crypto';
import { browserCode } from './browser-code';
import type { Report } from './report';

/** The page of a report: one HTML file that asks nobody for anything and runs nothing but its own script. */
export function pageOf(report: Report): string {
  const { script, style } = browserCode();
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(report.title)}</title>
<style>${style}</style>
</head>
<body>
<div id="page"><noscript>This page draws the report with its own script, which this browser does not run.</noscript></div>
<script id="report" type="application/json">${dataBlock(report)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** JSON that cannot end the element that it stands in, nor open a comment there. */
function dataBlock(report: Report): string {
  return JSON.stringify(report).replace(/[<>\u2028\u2029]/g, (each) => {
    return `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`);
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}
