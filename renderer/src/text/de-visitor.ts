export const deVisitor = {
  'visitor.title': 'Besuch im Web',
  'visitor.state': 'Gerade',
  'visitor.here': 'auf der Seite',
  'visitor.gone': 'nicht mehr auf der Seite',
  'visitor.over': 'Chat beendet',
  'visitor.overLong': 'Der Gast hat den Chat beendet.',
  'visitor.typing': 'Der Gast schreibt …',
  'visitor.typingShort': 'schreibt …',
  'visitor.page': 'Seite',
  'visitor.language': 'Sprache',
  'visitor.seen': 'gelesen',
};
