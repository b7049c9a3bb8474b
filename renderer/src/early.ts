// Asks the desk program for what the screen shows first, while the screen's own code is still being read. Small on purpose: it imports the bridge alone.
import { connectDesk } from './bridge/index.ts';
import { askEarly } from './bridge/early.ts';

connectDesk();
// The wall's own window asks for less, and for nothing of customers.
if (!new URLSearchParams(window.location.search).has('wall')) askEarly();
