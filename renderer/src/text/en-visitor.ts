export const enVisitor = {
  'visitor.title': 'Visit on the web',
  'visitor.state': 'Right now',
  'visitor.here': 'on the page',
  'visitor.gone': 'no longer on the page',
  'visitor.over': 'chat ended',
  'visitor.overLong': 'The visitor has ended the chat.',
  'visitor.typing': 'The visitor is typing …',
  'visitor.typingShort': 'typing …',
  'visitor.page': 'Page',
  'visitor.language': 'Language',
  'visitor.seen': 'read',
};
