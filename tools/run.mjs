// The launcher behind every npm script. It depends on nothing, so that it can run before anything is installed, and its syntax is old enough
// that an old Node reads it and gets a sentence instead of a crash. Set-up messages go to stderr: stdout belongs to the script.
import { spawn, spawnSync } from 'child_process';
import { createHash } from 'crypto';
import fs from 'fs';
import os from 'os';
import path from 'path';
import { fileURLToPath } from 'url';

const LOWEST_MAJOR = 20;
const WANTED_MAJOR = 24;
const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const MODULES = path.join(ROOT, 'node_modules');
const STAMP = path.join(MODULES, '.leitstand-installed');

const TARGETS = {
  start: ['tools/start.ts'],
  test: ['tools/test.ts'],
  typecheck: ['tools/check/typecheck.ts'],
  lint: ['tools/check/lint.ts'],
  docs: ['tools/docs.ts'],
  format: ['tools/check/format.ts', '--write'],
  'format:check': ['tools/check/format.ts', '--check'],
  build: ['tools/build.ts', 'all'],
  'build:renderer': ['tools/build.ts', 'renderer'],
  replay: ['tools/replay/main.ts'],
  desk: ['tools/desk.ts'],
  desks: ['tools/desks.ts'],
  day: ['tools/day.ts'],
  'desk-url': ['tools/desk-url.ts'],
  corrections: ['tools/corrections.ts'],
  train: ['tools/train/main.ts'],
  shots: ['tools/shots.ts'],
  package: ['tools/package/main.ts'],
  simulate: ['tests/simulation/main.ts'],
  bench: ['tests/bench/main.ts'],
  prove: ['tests/prove/main.ts'],
  evaluate: ['tests/evaluate/main.ts'],
  'route-sim': ['tests/route-sim/main.ts'],
};

function say(text) {
  process.stderr.write(text + '\n');
}

function stop(code, text) {
  say(code + ': ' + text);
  process.exit(1);
}

function majorOf(version) {
  return Number(String(version).replace(/^v/, '').split('.')[0]);
}

function lockHash() {
  const lock = fs.readFileSync(path.join(ROOT, 'package-lock.json'));
  return createHash('sha256')
    .update(lock)
    .update(process.platform + '-' + process.arch)
    .digest('hex');
}

/** True when what npm says it installed has the very versions of the lock; packages for other platforms may be missing. */
function installedMatchesLock() {
  try {
    const wanted = JSON.parse(fs.readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')).packages;
    const present = JSON.parse(fs.readFileSync(path.join(MODULES, '.package-lock.json'), 'utf8')).packages;
    return Object.keys(wanted).every((at) => {
      if (at === '' || (wanted[at].optional && !present[at])) return true;
      return present[at] && present[at].version === wanted[at].version && fs.existsSync(path.join(ROOT, at, 'package.json'));
    });
  } catch (error) {
    return false;
  }
}

function stampedHash() {
  try {
    return fs.readFileSync(STAMP, 'utf8').trim();
  } catch (error) {
    return '';
  }
}

function runNpm(args) {
  // Under `npm run`, npm names its own entry file: the same npm is used again, whatever the PATH says.
  const entry = process.env.npm_execpath;
  const own = entry && /npm-cli\.c?js$/.test(entry) && fs.existsSync(entry);
  const command = own ? process.execPath : process.platform === 'win32' ? 'npm.cmd' : 'npm';
  return spawnSync(command, own ? [entry].concat(args) : args, {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    shell: !own && process.platform === 'win32',
    // Electron's binary is fetched when the Electron host is first asked for, so an installation never fails on it.
    env: Object.assign({}, process.env, { ELECTRON_SKIP_BINARY_DOWNLOAD: '1', NODE_ENV: '' }),
  }).status;
}

function sleep(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

/** Two commands started at once in a fresh copy must not install over each other: the second waits for the first. */
function withInstallLock(work) {
  const lock = path.join(ROOT, '.cache', 'installing');
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  for (let told = false; ; sleep(250)) {
    try {
      fs.mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!holderLives(lock)) fs.rmSync(lock, { recursive: true, force: true });
      else if (!told) {
        say('Another command is installing the dependencies; waiting for it.');
        told = true;
      }
    }
  }
  try {
    fs.writeFileSync(path.join(lock, 'pid'), String(process.pid));
    return work();
  } finally {
    fs.rmSync(lock, { recursive: true, force: true });
  }
}

function holderLives(lock) {
  // The holder writes its pid right after making the folder; a missing one gets a moment.
  for (let tries = 0; tries < 8; tries++, sleep(250)) {
    try {
      const pid = Number(fs.readFileSync(path.join(lock, 'pid'), 'utf8'));
      if (pid > 0) return process.kill(pid, 0);
    } catch (error) {
      if (error.code === 'EPERM') return true;
      if (error.code === 'ESRCH') return false;
      if (!fs.existsSync(lock)) return true;
    }
  }
  return false;
}

function ensureInstalled() {
  if (!fs.existsSync(path.join(ROOT, 'package-lock.json'))) {
    stop('SETUP_LOCK_MISSING', 'package-lock.json is missing from ' + ROOT + '. Restore it with: git checkout package-lock.json');
  }
  if (fs.existsSync(MODULES) && stampedHash() === lockHash()) return;
  // Lent by another copy: npm ci would empty it under whoever works there.
  if (fs.existsSync(MODULES) && fs.lstatSync(MODULES).isSymbolicLink()) {
    if (!installedMatchesLock()) say('node_modules is a link and does not fit package-lock.json; it is used as it is. Remove the link to install anew.');
    return;
  }
  withInstallLock(() => {
    if (fs.existsSync(MODULES) && stampedHash() === lockHash()) return;
    if (!installedMatchesLock()) {
      say(
        fs.existsSync(MODULES)
          ? 'The dependencies changed; installing them anew (npm ci) …'
          : 'Installing the dependencies (npm ci); this happens once …',
      );
      const status = runNpm(['ci', '--loglevel=error', '--no-audit', '--no-fund']);
      if (status !== 0) {
        stop(
          'SETUP_INSTALL_FAILED',
          'npm ci ended with ' + status + '; its message stands above. Check the network and the npm registry setting, then try again.',
        );
      }
    }
    fs.writeFileSync(STAMP, lockHash() + '\n');
  });
}

function pinnedNodeCandidates() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const packages = ['node-' + platform + '-' + process.arch, 'node-bin-' + platform + '-' + process.arch];
  const homes = [path.join(MODULES, 'node')];
  packages.forEach((one) => homes.push(path.join(MODULES, 'node', 'node_modules', one), path.join(MODULES, one)));
  return homes.map((home) => path.join(home, 'bin', name));
}

function findPinnedNode() {
  return pinnedNodeCandidates().find((candidate) => {
    if (!fs.existsSync(candidate)) return false;
    const answer = spawnSync(candidate, ['--version'], { encoding: 'utf8' });
    return answer.status === 0 && majorOf(answer.stdout) === WANTED_MAJOR;
  });
}

/** The Node everything runs under. npm may have been told not to run install scripts; then the pinned package's own step is run here. */
function ensurePinnedNode() {
  const found = findPinnedNode();
  if (found) return found;
  const home = path.join(MODULES, 'node');
  if (fs.existsSync(path.join(home, 'installArchSpecificPackage.js'))) {
    say('Fetching Node ' + WANTED_MAJOR + ' (npm skipped its install step) …');
    withInstallLock(
      () => findPinnedNode() || spawnSync(process.execPath, ['installArchSpecificPackage'], { cwd: home, stdio: ['ignore', 2, 2] }),
    );
    const fetched = findPinnedNode();
    if (fetched) return fetched;
  }
  if (majorOf(process.version) === WANTED_MAJOR) return process.execPath;
  return stop(
    'SETUP_NODE_24_MISSING',
    'the pinned Node ' +
      WANTED_MAJOR +
      ' is not in node_modules/node. Delete node_modules and run the command again, or run it under Node ' +
      WANTED_MAJOR +
      ' from https://nodejs.org.',
  );
}

function launch(node, target, args) {
  const child = spawn(node, [path.join(ROOT, target[0])].concat(target.slice(1), args), {
    stdio: 'inherit',
    env: Object.assign({}, process.env, { PATH: path.dirname(node) + path.delimiter + (process.env.PATH || '') }),
  });
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => {
    process.on(signal, () => {
      // A terminal hands Ctrl+C to the whole group: the child has it already.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    });
  });
  child.on('error', (error) =>
    stop(
      'SETUP_NODE_24_MISSING',
      'Node ' + WANTED_MAJOR + ' at ' + node + ' does not start (' + error.message + '). Delete node_modules and run the command again.',
    ),
  );
  child.on('exit', (code, signal) => process.exit(signal ? 128 + (os.constants.signals[signal] || 0) : code === null ? 1 : code));
}

function main() {
  if (majorOf(process.version) < LOWEST_MAJOR) {
    stop(
      'SETUP_NODE_TOO_OLD',
      'this is Node ' +
        process.version +
        '; Leitstand needs Node ' +
        LOWEST_MAJOR +
        ' or newer to set itself up (it then goes on under its own Node ' +
        WANTED_MAJOR +
        '). Get it from https://nodejs.org.',
    );
  }
  const name = process.argv[2] || '';
  const target = Object.prototype.hasOwnProperty.call(TARGETS, name) ? TARGETS[name] : undefined;
  if (!target) stop('SETUP_SCRIPT_UNKNOWN', 'there is no script named "' + name + '". Known: ' + Object.keys(TARGETS).join(', ') + '.');
  if (!fs.existsSync(path.join(ROOT, target[0]))) {
    stop('SETUP_SCRIPT_MISSING', '"' + name + '" is not part of this version (' + target[0] + ' is not there). Update the checkout.');
  }
  ensureInstalled();
  launch(ensurePinnedNode(), target, process.argv.slice(3));
}

main();
