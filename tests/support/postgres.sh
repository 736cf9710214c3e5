#!/usr/bin/env bash
# A PostgreSQL server for tests: on a socket in FOLDER only, no network, no fsync. Usage: tests/support/postgres.sh start|stop FOLDER
# Idempotent. As root it runs as the user postgres, because the server refuses root.
set -euo pipefail
action=$1
folder=$2
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
as_server() {
  if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups env HOME="$folder" "$@"; else "$@"; fi
}
running() { as_server "$bin/pg_ctl" -D "$folder/data" status >/dev/null 2>&1; }

case $action in
  start)
    if running; then exit 0; fi
    rm -rf "$folder"
    mkdir -p "$folder"
    if [ "$(id -u)" -eq 0 ]; then chown postgres "$folder"; fi
    cd "$folder"
    as_server "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --no-locale -N >"$folder/initdb.log" 2>&1 || { cat "$folder/initdb.log" >&2; exit 1; }
    as_server "$bin/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/server.log" \
      -o "-c listen_addresses='' -c unix_socket_directories='$folder' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=16MB -c max_connections=60" \
      start >/dev/null || { cat "$folder/server.log" >&2; exit 1; }
    ;;
  stop)
    if running; then as_server "$bin/pg_ctl" -D "$folder/data" -w -m immediate stop >/dev/null; fi
    rm -rf "$folder"
    ;;
  *) echo "usage: tests/support/postgres.sh start|stop FOLDER" >&2; exit 2 ;;
esac
