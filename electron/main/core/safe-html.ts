import sanitizeHtml from 'sanitize-html';

/** Text, tables and lists of a mail; nothing that runs, styles, loads or leads anywhere by itself. Links become their words (the text view has the addresses), pictures a word. */
export function safeHtml(html: string): string {
  return sanitizeHtml(html.slice(0, 2_000_000), {
    allowedTags: ['p', 'div', 'span', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'b', 'strong', 'i', 'em', 'u', 's', 'small', 'sub', 'sup', 'blockquote', 'pre', 'code', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'center'],
    allowedAttributes: { td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'], ol: ['start'] },
    disallowedTagsMode: 'discard',
    allowedSchemes: [],
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'head', 'svg', 'math', 'template', 'iframe', 'object', 'embed'],
    transformTags: {
      a: () => ({ tagName: 'span', attribs: {} }),
      img: (_tag, attributes) => ({ tagName: 'span', attribs: {}, text: `[${(attributes['alt'] ?? '').slice(0, 200) || '▢'}]` }),
    },
  });
}
