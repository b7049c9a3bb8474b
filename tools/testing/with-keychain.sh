#!/usr/bin/env bash
# Runs a command beside a keychain of its own: a private session bus, an unlocked gnome-keyring, all data in a temporary home.
# Called through `dbus-run-session`, whose bus ends with it; the keyring daemon is ended by its pid.
set -uo pipefail
keyring_home="$(mktemp -d)"
export XDG_DATA_HOME="$keyring_home/data" XDG_RUNTIME_DIR="$keyring_home/run" XDG_CACHE_HOME="$keyring_home/cache"
mkdir -p "$XDG_DATA_HOME/keyrings" "$XDG_RUNTIME_DIR" "$XDG_CACHE_HOME"
chmod 700 "$keyring_home" "$XDG_RUNTIME_DIR"
keyring_pid=''
tidy() {
  [ -n "$keyring_pid" ] && kill "$keyring_pid" 2>/dev/null
  rm -rf "$keyring_home"
}
trap tidy EXIT
# In the foreground, so that its pid is ours; it reads the password and unlocks its login keyring with it.
printf 'test\n' >"$keyring_home/password"
gnome-keyring-daemon --foreground --unlock --components=secrets <"$keyring_home/password" >/dev/null 2>&1 &
keyring_pid=$!
for _ in $(seq 1 100); do
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null | grep -q true && break
  sleep 0.1
done
export LEITSTAND_TEST_KEYCHAIN=1
"$@" &
command_pid=$!
trap 'kill -INT "$command_pid" 2>/dev/null' INT
trap 'kill -TERM "$command_pid" 2>/dev/null' TERM
wait "$command_pid"
status=$?
while kill -0 "$command_pid" 2>/dev/null; do wait "$command_pid"; status=$?; done
exit "$status"
