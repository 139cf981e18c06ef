#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Issuing, verifying, decoding and introspecting tokens against openssl and the JWT commands of Debian.
#
#   bench/jwt.sh [PART…]     default: signing verifying decoding introspection
#
# ROWS=10000000 is how many revoked tokens introspection has beside it, TOKENS=3000 how many are issued
# and verified, RUNS=300 how often one is decoded. openssl counts processor time with one process and
# elapsed time with -multi, and so does this: compare with the line above.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
program=$root/build/tokenshift
rows=${ROWS:-10000000}
tokens=${TOKENS:-3000}
runs=${RUNS:-300}
work=$(mktemp -d "${TMPDIR:-/var/tmp}/tokenshift-jwt-XXXXXX")
chmod 755 "$work"
server=
trap 'stop_server; rm -rf "$work"' EXIT

fail() { echo "bench: $1" >&2; exit 1; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.3f", a / b; else print "-" }'; }
per_second() { awk -v n="$1" -v s="$2" 'BEGIN { if (s > 0) printf "%.0f", n / s; else print "-" }'; }

# Runs a command so many times; leaves the seconds of all runs in $elapsed and $processor.
timed() {
  local times=$1 TIMEFORMAT='%R %U %S'
  shift
  { time for ((i = 0; i < times; i++)); do "$@" >"$work/out" 2>"$work/err" || true; done; } 2>"$work/time"
  elapsed=$(cut -d' ' -f1 "$work/time")
  processor=$(awk '{ print $2 + $3 }' "$work/time")
}

# The middle one of the numbers on standard input.
median() { sort -g | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

# Signs and verifications a second.
openssl_speed() { openssl speed -seconds "${seconds:-3}" "$@" rsa2048 2>/dev/null | awk '/^rsa/ { print $(NF - 1), $NF }'; }

# client_credentials gives an access token and no refresh token: one signature a token.
issue() {
  "$program" token issue --key "$work/key.pem" --client "${client:-Xh2p3p6jFv5GqN0oGmY3dJb0kT4a}" \
    --user-id 3f0c2a4e-5b8d-4a53-9f3e-0c6d3a6c1a11 --yes -q "$@"
}

# The middle ones of what the rounds gave, by column.
column() { cut -d' ' -f"$1" "$work/rounds" | median; }

# One after the other in each of nine rounds, so that what else the machine does falls on all alike.
signing() {
  local seconds=1 round signs ours both
  printf '\nRS256, one signature a token, whole process, %s tokens, medians of nine rounds\n' "$tokens"
  for ((round = 0; round < 9; round++)); do
    signs=$(openssl_speed | cut -d' ' -f1)
    timed 1 issue --count "$tokens"
    ours=$(per_second "$tokens" "$processor")
    echo "$signs $ours $(ratio "$ours" "$signs")"
  done >"$work/rounds"
  printf '  openssl speed rsa2048            %8s signs/s\n' "$(column 1)"
  printf '  token issue --threads 1          %8s tokens/s, ratio %s\n' "$(column 2)" "$(column 3)"
  for ((round = 0; round < 9; round++)); do
    signs=$(openssl_speed -multi 2 | cut -d' ' -f1)
    timed 1 issue --count "$((2 * tokens))" --threads 2
    both=$(per_second "$((2 * tokens))" "$elapsed")
    echo "$signs $both $(ratio "$both" "$signs")"
  done >"$work/rounds"
  printf '  openssl speed -multi 2 rsa2048   %8s signs/s\n' "$(column 1)"
  printf '  token issue --threads 2          %8s tokens/s, ratio %s\n' "$(column 2)" "$(column 3)"
}

verifying() {
  local seconds=1 round theirs library command
  issue --count "$tokens" >"$work/tokens"
  printf '\nRS256, verified by all rules without a database, %s tokens, medians of nine rounds\n' "$tokens"
  for ((round = 0; round < 9; round++)); do
    theirs=$(openssl_speed | cut -d' ' -f2)
    library=$("$root/build/verify_tokens" "$work/key.pem" "$work/tokens")
    timed 10 "$program" token verify --key "$work/key.pem" --file "$work/tokens" -o jsonl -q
    command=$(per_second "$((10 * tokens))" "$processor")
    echo "$theirs $library $command $(ratio "$library" "$theirs") $(ratio "$command" "$theirs")"
  done >"$work/rounds"
  printf '  openssl speed rsa2048            %8s verifies/s\n' "$(column 1)"
  printf '  the library, in one process      %8s tokens/s, ratio %s\n' "$(column 2)" "$(column 4)"
  printf '  token verify -o jsonl, with start %7s tokens/s, ratio %s\n' "$(column 3)" "$(column 5)"
}

decoder() {
  local label=$1
  shift
  command -v "$1" >/dev/null || { printf '  %-46s not installed\n' "$label"; return 0; }
  "$@" >/dev/null 2>&1 || fail "$label does not decode the token"
  timed "$runs" "$@"
  printf '  %-46s %6s ms elapsed, %6s ms of processor\n' "$label" \
    "$(awk -v s="$elapsed" -v n="$runs" 'BEGIN { printf "%.2f", s * 1000 / n }')" \
    "$(awk -v s="$processor" -v n="$runs" 'BEGIN { printf "%.2f", s * 1000 / n }')"
}

decoding() {
  issue >"$work/token"
  printf '\none token decoded, whole process, mean of %s; none of them verifies\n' "$runs"
  decoder "token decode" "$program" token decode --file "$work/token"
  decoder "jwt -show (golang-jwt)" jwt -show "$work/token"
  decoder "jose jws fmt -O (payload alone)" jose jws fmt -i "$work/token" -o /dev/null -O -
  decoder "rnbyc -t (payload alone)" rnbyc -t "$(cat "$work/token")"
}

# Runs a command as the user of the server when this is root, who may not run one.
as_postgres() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

start_postgresql() {
  local pg data=$work/data tries=0 owner=()
  pg=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
  mkdir "$data"
  chown postgres "$data" "$work" 2>/dev/null || true
  as_postgres "$pg/initdb" -D "$data" -U postgres -A trust --no-sync -E UTF8 --locale=C.UTF-8 >/dev/null
  if [ "$(id -u)" -eq 0 ]; then owner=(--reuid=postgres --regid=postgres --init-groups); fi
  setpriv "${owner[@]}" --pdeathsig=TERM "$pg/postgres" -D "$data" -c listen_addresses= \
    -c "unix_socket_directories=$work" -c max_wal_size=4GB >"$work/server.log" 2>&1 &
  server=$!
  until "$pg/pg_isready" -q -h "$work"; do
    tries=$((tries + 1))
    [ "$tries" -lt 600 ] || fail "PostgreSQL does not answer"
    sleep 0.1
  done
  psql -X -q -h "$work" -U postgres -c 'CREATE DATABASE practice' postgres
}

stop_server() {
  [ -n "$server" ] || return 0
  kill -INT "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  server=
}

sql() {
  case $1 in
    sqlite) sqlite3 -batch -bail "$work/practice.db" "$2" ;;
    postgresql) psql -X -q -A -t -v ON_ERROR_STOP=1 -h "$work" -U postgres -c "$2" practice ;;
  esac
}

# Revoked tokens of many clients, none of them the one that is asked for.
fill() {
  local numbers id
  case $1 in
    sqlite)
      numbers="WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $rows) SELECT"
      id="printf('%08x-0000-4000-8000-%012x', i, i)"
      ;;
    postgresql)
      numbers="SELECT"
      id="lpad(to_hex(i), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(i), 12, '0')"
      ;;
  esac
  sql "$1" "INSERT INTO IDN_INVALID_TOKENS (UUID, TOKEN_IDENTIFIER, CONSUMER_KEY, EXPIRY_TIMESTAMP)
    $numbers $id, $id, 'client' || (i % 1000), '2038-01-01 00:00:00'
    FROM $(if [ "$1" = sqlite ]; then echo n; else echo "generate_series(1, $rows) AS i"; fi)"
}

introspection_on() {
  local url client
  url=sqlite:$work/practice.db
  if [ "$1" = postgresql ]; then
    start_postgresql
    url="postgresql://postgres@/practice?host=$work"
  fi
  "$program" lab create --db "$url" --clients 60 -q >/dev/null
  client=$(sql "$1" "SELECT CONSUMER_KEY FROM IDN_OAUTH_CONSUMER_APPS WHERE APP_STATE = 'ACTIVE'
    AND GRANT_TYPES LIKE '%client_credentials%' AND OAUTH_VERSION = 'OAuth-2.0' ORDER BY 1 LIMIT 1")
  fill "$1"
  if [ "$1" = postgresql ]; then sql "$1" 'VACUUM ANALYZE IDN_INVALID_TOKENS'; else sql "$1" 'ANALYZE'; fi
  issue >"$work/token"
  introspect "$1" "$url" 100 "with the index"
  sql "$1" 'DROP INDEX IDX_IAT_TI_CK'
  introspect "$1" "$url" 3 "without the index"
  stop_server
  rm -f "$work/practice.db"
}

introspect() {
  local ask=("$program" token introspect --key "$work/key.pem" --db "$2" --file "$work/token")
  "${ask[@]}" >"$work/out" 2>"$work/err" || { cat "$work/err" >&2; fail "introspection on $1"; }
  timed "$3" "${ask[@]}"
  printf '  %-10s %-18s %8s ms elapsed (whole process, mean of %s)\n' "$1" "$4" \
    "$(awk -v s="$elapsed" -v n="$3" 'BEGIN { printf "%.1f", s * 1000 / n }')" "$3"
}

introspection() {
  printf '\nan active token introspected beside %s revoked ones\n' "$rows"
  introspection_on sqlite
  introspection_on postgresql
}

openssl genrsa -traditional -out "$work/key.pem" 2048 2>/dev/null
if [ $# -eq 0 ]; then set -- signing verifying decoding introspection; fi
for part in "$@"; do
  case $part in
    signing | verifying | decoding | introspection) "$part" ;;
    *) fail "no part \"$part\"; there are: signing verifying decoding introspection" ;;
  esac
done
