import { attempt, isOperator } from './api.js';
import { drawComposer } from './composer.js';
import { notify } from './dom.js';
import { switchLanguage, t, translatePage } from './i18n.js';
import { loadLimits } from './limits.js';
import { listen } from './live.js';
import { drawOperator } from './operator.js';
import { PrivateView } from './private.js';
import { Timeline } from './timeline.js';
import { drawWho, lastPerson } from './who.js';

const place = (id) => document.getElementById(id);
const wanted = location.pathname.startsWith('/p/') ? decodeURIComponent(location.pathname.slice(3)) : null;
const timeline = new Timeline(place('timeline'), wanted);
const privateView = new PrivateView(place('private'));
let me = null;
let connected = true;

function drawLink() {
  place('link').textContent = connected ? t('live') : t('reconnecting');
  place('link').classList.toggle('down', !connected);
  place('language').textContent = t('otherLanguage');
}

function showTab(name) {
  for (const [tab, panel] of [['tab-public', 'timeline'], ['tab-private', 'private']]) {
    place(tab).setAttribute('aria-selected', String(tab === name));
    place(panel).hidden = tab !== name;
  }
}

async function drawAll() {
  translatePage();
  drawLink();
  timeline.draw(me);
  await Promise.all([privateView.draw(me), drawWho(place('who'), me, choose), drawComposer(place('composer'), me)]);
  if (isOperator) await drawOperator(place('operator-body'));
}

function choose(account) {
  me = account;
  void attempt(drawAll);
}

async function start() {
  translatePage();
  drawLink();
  showTab('tab-public');
  place('tab-public').addEventListener('click', () => showTab('tab-public'));
  place('tab-private').addEventListener('click', () => showTab('tab-private'));
  place('language').addEventListener('click', () => {
    switchLanguage();
    void attempt(drawAll);
  });
  place('operator').hidden = !isOperator;
  await loadLimits();
  me = await lastPerson();
  const eventNo = await timeline.load(me);
  await drawAll();
  document.documentElement.dataset.ready = 'true';
  void listen(
    eventNo,
    (event) => {
      timeline.take(event);
      privateView.take(event);
    },
    (up) => {
      connected = up;
      drawLink();
    },
  );
}

start().catch((error) => notify(error.message));
