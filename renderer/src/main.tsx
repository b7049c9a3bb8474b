import './app/no-eval.ts';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { boot } from './app/boot.ts';
import './styles/index.css';

boot();
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
