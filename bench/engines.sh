#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The conversion on each engine against what its own client does with the same rows.
#
#   bench/engines.sh [ENGINE…]     default: sqlite postgresql mariadb; CLIENTS=1000000
#
# One practice deployment an engine: of ten clients one is JWT already, three lack the row, and six
# have another type. Every measurement starts from a copy of it, with a server started anew that syncs
# its commits. Nothing of a server is left: it ends with this script, even when that is killed.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
clients=${CLIENTS:-1000000}
sizes=${SIZES:-"1000 10000 100000"}
single=${SINGLE:-50000}
work=$(mktemp -d "${TMPDIR:-/var/tmp}/tokenshift-engines-XXXXXX")
chmod 755 "$work"
server=
neighbour=
trap 'stop_neighbour; stop_server; rm -rf "$work"' EXIT

program() { "$root/build/tokenshift" "$@"; }
fail() { echo "bench: $1" >&2; exit 1; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.2f", a / b; else print "-" }'; }
per_second() { awk -v n="$1" -v s="$2" 'BEGIN { if (s > 0) printf "%.0f", n / s; else print "-" }'; }

# Runs a command as the user of the servers when this is root, who may not run one.
as_user() {
  local user=$1
  shift
  if [ "$(id -u)" -eq 0 ]; then runuser -u "$user" -- "$@"; else "$@"; fi
}

# Starts a server that ends when this script does.
start() {
  local user=$1
  shift
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid="$user" --regid="$user" --init-groups --pdeathsig=TERM "$@" &
  else
    setpriv --pdeathsig=TERM "$@" &
  fi
  server=$!
}

wait_until() {
  local tries=0
  until "$@" >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || fail "no answer: $*"
    sleep 0.1
  done
}

# The folder of the engine's files, and the copy that the measurements start from.
folder() { echo "$work/$1"; }

start_server() {
  local data
  data=$(folder "$1")
  case $1 in
    sqlite) ;;
    postgresql)
      start postgres "$pg/postgres" -D "$data" -c listen_addresses= -c "unix_socket_directories=$work" \
        -c shared_buffers=1GB -c max_wal_size=4GB >"$work/server.log" 2>&1
      wait_until "$pg/pg_isready" -q -h "$work"
      ;;
    mariadb)
      start mysql mariadbd --no-defaults --datadir="$data" --socket="$work/s" --skip-networking \
        --pid-file="$data/pid" --innodb-buffer-pool-size=2G --innodb-log-file-size=1G \
        >"$work/server.log" 2>&1
      wait_until mariadb-admin --no-defaults -uroot -S "$work/s" ping
      ;;
  esac
}

stop_server() {
  [ -n "$server" ] || return 0
  # PostgreSQL waits for its clients at TERM, and for nobody at INT.
  kill -INT "$server" 2>/dev/null || true
  kill -TERM "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=
}

new_server() {
  local data
  data=$(folder "$1")
  mkdir -p "$data"
  case $1 in
    postgresql)
      chown postgres "$data" "$work" 2>/dev/null || true
      as_user postgres "$pg/initdb" -D "$data" -U postgres -A trust --no-sync -E UTF8 --locale=C.UTF-8 >/dev/null
      ;;
    mariadb)
      chown -R mysql "$data" "$work" 2>/dev/null || true
      as_user mysql mariadb-install-db --no-defaults --datadir="$data" \
        --auth-root-authentication-method=normal --skip-test-db >/dev/null 2>&1
      ;;
  esac
  start_server "$1"
  case $1 in
    postgresql) sql postgresql postgres 'CREATE DATABASE practice' ;;
    mariadb) sql mariadb mysql 'CREATE DATABASE practice CHARACTER SET latin1' ;;
  esac
}

url() {
  case $1 in
    sqlite) echo "sqlite:$(folder sqlite)/practice.db" ;;
    postgresql) echo "postgresql://postgres@/practice?host=$work" ;;
    mariadb) echo "mysql://root@/practice?socket=$work/s" ;;
  esac
}

# client ENGINE DATABASE: the engine's own client, which reads a script from standard input.
client() {
  case $1 in
    sqlite) sqlite3 -batch -bail "$(folder sqlite)/$2.db" ;;
    postgresql) "$pg/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h "$work" -U postgres "$2" ;;
    mariadb) mariadb --no-defaults -N -B -uroot -S "$work/s" "$2" ;;
  esac
}

sql() { client "$1" "$2" <<<"$3"; }

tidy() {
  case $1 in
    sqlite) sql sqlite practice 'ANALYZE' ;;
    postgresql) sql postgresql practice 'VACUUM ANALYZE; CHECKPOINT' ;;
    mariadb)
      sql mariadb practice 'ANALYZE TABLE IDN_OIDC_PROPERTY, IDN_OAUTH_CONSUMER_APPS, AM_APPLICATION,
        AM_APPLICATION_KEY_MAPPING, SP_METADATA, SP_INBOUND_AUTH, SP_APP' >/dev/null
      ;;
  esac
}

# make ENGINE CLIENTS: a server with one deployment, and a copy of its files when it is stopped.
make() {
  rm -rf "$(folder "$1")" "$work/pristine"
  new_server "$1"
  seconds program lab create --db "$(url "$1")" --clients "$2" -q >/dev/null
  made=$took
  client "$1" practice <"$root/bench/engines/shape.sql"
  tidy "$1"
  stop_server
  cp -a "$(folder "$1")" "$work/pristine"
}

# The deployment as it was made, and a server that has read it.
afresh() {
  stop_server
  rm -rf "$(folder "$1")"
  cp -a "$work/pristine" "$(folder "$1")"
  sync -f "$(folder "$1")" # the writing of the copy is not to be measured
  start_server "$1"
  sql "$1" practice 'SELECT COUNT(PROPERTY_VALUE) FROM IDN_OIDC_PROPERTY' >/dev/null
  sql "$1" practice 'SELECT COUNT(TOKEN_TYPE) FROM AM_APPLICATION' >/dev/null
  sql "$1" practice 'SELECT COUNT(OAUTH_VERSION) FROM IDN_OAUTH_CONSUMER_APPS' >/dev/null
}

# Runs a command; its seconds in $took and KiB at most in $memory.
seconds() {
  local begin
  begin=$(date +%s%N)
  "$@" >"$work/out" 2>"$work/err" || { cat "$work/out" "$work/err" >&2; fail "$*"; }
  took=$(awk -v ns=$(($(date +%s%N) - begin)) 'BEGIN { printf "%.2f", ns / 1e9 }')
}

apply() {
  /usr/bin/time -o "$work/time" -f '%e %M' "$root/build/tokenshift" apps apply --db "$(url "$1")" \
    --apim-version 4.6.0 -o json --progress none -q
}

begin() { case $1 in sqlite) echo 'BEGIN IMMEDIATE;' ;; *) echo 'BEGIN;' ;; esac; }

bare() { { begin "$1" && cat "$root/bench/engines/$1.sql" && echo 'COMMIT;'; } | client "$1" practice; }

# MySQL ends a transaction at CREATE TABLE, wherever that stands.
careful() {
  { begin "$1" && cat "$root/bench/engines/before_images.sql" && begin_again "$1" &&
    cat "$root/bench/engines/$1.sql" && echo 'COMMIT;'; } | client "$1" practice
}
begin_again() { if [ "$1" = mariadb ]; then echo 'BEGIN;'; fi; }

# What the vendor's migration client does: one UPDATE and commit a client.
one_by_one() { client "$1" practice <"$work/single.sql"; }

single_script() {
  sql "$1" practice "SELECT CONSUMER_KEY FROM IDN_OIDC_PROPERTY WHERE PROPERTY_KEY = 'tokenType'
    AND PROPERTY_VALUE = 'Default' AND CONSUMER_KEY NOT LIKE '%''%' LIMIT $single" |
    awk -v q="'" '{ printf "UPDATE IDN_OIDC_PROPERTY SET PROPERTY_VALUE = %sJWT%s WHERE PROPERTY_KEY = %stokenType%s AND CONSUMER_KEY = %s%s%s;\n", q, q, q, q, q, $0, q }' \
      >"$work/single.sql"
}

left() {
  sql "$1" practice "SELECT COUNT(*) FROM IDN_OAUTH_CONSUMER_APPS A WHERE OAUTH_VERSION = 'OAuth-2.0'
    AND NOT EXISTS (SELECT 1 FROM IDN_OIDC_PROPERTY P WHERE P.CONSUMER_KEY = A.CONSUMER_KEY
    AND P.TENANT_ID = A.TENANT_ID AND P.PROPERTY_KEY = 'tokenType' AND P.PROPERTY_VALUE = 'JWT')"
}

require_done() { [ "$(left "$1")" -eq 0 ] || fail "$2 left $(left "$1") clients"; }

stop_neighbour() {
  [ -n "$neighbour" ] || return 0
  kill -TERM "$neighbour" 2>/dev/null || true
  wait "$neighbour" || true
  neighbour=
}

neighbours() {
  local mode
  for mode in chunk random; do
    afresh "$1"
    "$root/build/neighbour" "$(url "$1")" "$mode" >"$work/neighbour" &
    neighbour=$!
    apply "$1" >/dev/null
    stop_neighbour
    printf '  neighbour while it runs, %s' "$(cat "$work/neighbour")"
    printf '\n'
  done
}

measure_engine() {
  local engine=$1 ours bare_seconds careful_seconds changed
  make "$engine" "$clients"
  printf '\n### %s, %s clients\n\n  lab create --db: %s s\n' "$engine" "$clients" "$made"
  afresh "$engine"
  apply "$engine" >"$work/applied.json" || { cat "$work/applied.json" >&2; fail "apply"; }
  ours=$(cut -d' ' -f1 "$work/time")
  require_done "$engine" "apply"
  changed=$(sql "$engine" practice 'SELECT COUNT(*) FROM TOKENSHIFT_JOURNAL')
  printf '  ours: %s s, %s us a client, %s rows, %s rows/s, %s KiB at most\n' "$ours" \
    "$(awk -v s="$ours" -v n="$clients" 'BEGIN { printf "%.1f", s * 1e6 / n }')" "$changed" \
    "$(per_second "$changed" "$ours")" "$(cut -d' ' -f2 "$work/time")"
  printf '  chunks:%s\n' "$(tr -d '\n' <"$work/applied.json" | sed 's/.*"chunks": {\([^}]*\)}.*/\1/; s/  */ /g')"
  afresh "$engine"
  seconds bare "$engine"
  bare_seconds=$took
  require_done "$engine" "the bare statements"
  printf '  set-based in one transaction, bare: %s s; ours has %s of its speed\n' \
    "$bare_seconds" "$(ratio "$bare_seconds" "$ours")"
  afresh "$engine"
  seconds careful "$engine"
  careful_seconds=$took
  require_done "$engine" "the statements with before-images"
  printf '  the same with before-image tables: %s s; ours has %s of its speed\n' \
    "$careful_seconds" "$(ratio "$careful_seconds" "$ours")"
  afresh "$engine"
  single_script "$engine"
  seconds one_by_one "$engine"
  printf '  one UPDATE and commit a client, %s of them: %s s, %s clients/s; ours is %s times as fast\n' \
    "$(wc -l <"$work/single.sql")" "$took" "$(per_second "$(wc -l <"$work/single.sql")" "$took")" \
    "$(awk -v ours="$ours" -v n="$clients" -v s="$took" -v m="$(wc -l <"$work/single.sql")" \
      'BEGIN { printf "%.1f", (n * 0.9 / ours) / (m / s) }')"
  neighbours "$engine"
  stop_server
}

linearity() {
  local size
  printf '\n### %s: seconds of apply for fewer clients, and microseconds a client\n' "$1"
  for size in $sizes; do
    make "$1" "$size"
    afresh "$1"
    apply "$1" >/dev/null
    printf '  %9s  %8s s  %6s us  %s KiB\n' "$size" "$(cut -d' ' -f1 "$work/time")" \
      "$(awk -v s="$(cut -d' ' -f1 "$work/time")" -v n="$size" 'BEGIN { printf "%.1f", s * 1e6 / n }')" \
      "$(cut -d' ' -f2 "$work/time")"
    stop_server
  done
}

pg=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
if [ $# -eq 0 ]; then set -- sqlite postgresql mariadb; fi
for engine in "$@"; do
  linearity "$engine"
  measure_engine "$engine"
done
