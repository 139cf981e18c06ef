#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Kills `replace_file_main` at each of its system calls in turn, and lets each of them fail in turn.
#
# After a kill the path must hold all of the old bytes or all of the new ones. After an error it must hold
# the old ones, with nothing else in the directory; or, where the error does not matter, the new ones.
#
# usage: replace_file_crash_test.sh PROGRAM
set -eu

program=$1

if ! strace -o /dev/null true 2>/dev/null; then
  echo "skipped: strace is missing or may not trace here"
  exit 77
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
conf=$work/conf
file=$conf/deployment.toml
runs=0
failures=0

seq 1 20000 >"$work/old"
seq 20000 -1 1 >"$work/new"

prepare() {
  rm -rf "$conf"
  mkdir "$conf"
  cp "$work/old" "$file"
  chmod 640 "$file"
  # So that the owner and an attribute have to be set, where that is possible.
  chown 12345 "$file" 2>/dev/null || true
  setfattr -n user.origin -v test "$file" 2>/dev/null || true
}

# run STRACE_ARGUMENTS…: the exit status of the program, which is 137 when it was killed.
run() {
  status=0
  timeout 20 strace -f -o "$work/trace" "$@" "$program" "$file" "$work/old" "$work/new" \
    2>"$work/errors" || status=$?
  runs=$((runs + 1))
}

fail() {
  failures=$((failures + 1))
  echo "FAILED: $1"
  ls -la "$conf"
  cat "$work/errors"
}

# Sets count: how often a run without a fault makes this system call.
count_calls() {
  prepare
  run -e "trace=$1"
  [ "$status" -eq 0 ] || fail "a run without a fault ends with $status"
  count=$(grep -c "^[0-9]* *$1(" "$work/trace" || true)
}

check_kill() {
  prepare
  run -e "trace=$1" -e "inject=$1:signal=KILL:when=$2"
  if [ "$status" -ne 137 ]; then fail "$1 #$2 did not kill, but ended with $status"; fi
  if ! cmp -s "$file" "$work/old" && ! cmp -s "$file" "$work/new"; then
    fail "killed at $1 #$2: the file is neither old nor new"
  fi
}

check_error() {
  prepare
  run -e "trace=$1" -e "inject=$1:error=$3:when=$2"
  left=$(find "$conf" -type f | wc -l)
  if [ "$status" -eq 0 ]; then
    cmp -s "$file" "$work/new" || fail "$3 at $1 #$2: success, but the file is not the new one"
    cmp -s "$file.tokenshift-backup-stamp" "$work/old" || fail "$3 at $1 #$2: no backup"
    [ "$left" -eq 2 ] || fail "$3 at $1 #$2: something is left behind"
  else
    cmp -s "$file" "$work/old" || fail "$3 at $1 #$2: status $status, but the file is not the old one"
    [ "$left" -eq 1 ] || fail "$3 at $1 #$2: something is left behind"
  fi
}

# Somebody else changes the file while we write ours: held up for a second at the n-th fsync.
check_late_change() {
  prepare
  (
    sleep 0.4
    echo changed >"$file"
  ) &
  run -e trace=fsync -e "inject=fsync:delay_enter=1000000:when=$1"
  wait
  [ "$status" -eq 4 ] || fail "a late change, at fsync #$1: status $status instead of 4"
  [ "$(cat "$file")" = changed ] || fail "a late change, at fsync #$1, is lost"
  [ "$(find "$conf" -type f | wc -l)" -eq 1 ] || fail "a late change, at fsync #$1: a file is left"
}

tested="openat read newfstatat fstat statx fchown flistxattr fgetxattr fsetxattr fremovexattr fchmod write fsync
  readlink lstat rename unlink close faccessat faccessat2"
# What any program makes: it starts, gets memory, and ends.
harmless="execve brk mmap mprotect munmap madvise arch_prctl set_tid_address set_robust_list rseq prlimit64
  getrandom pread64 access futex exit_group getpid geteuid statfs getcwd"

# Every system call has to be among them, or this test has a hole.
prepare
run -e trace=all
echo "$tested $harmless" | tr -s ' \n' '\n' >"$work/known"
sed -n 's/^[0-9]* *\([a-z0-9_]*\)(.*/\1/p' "$work/trace" | sort -u >"$work/called"
grep -qx fsync "$work/called" || fail "the trace cannot be read"
if grep -vxF -f "$work/known" "$work/called"; then
  fail "the program makes the calls above, which are not tried here"
fi

for call in $tested; do
  count_calls "$call"
  n=1
  while [ "$n" -le "$count" ]; do
    check_kill "$call" "$n"
    case $call in
      unlink | close) ;; # an error there loses nothing
      *)
        check_error "$call" "$n" EIO
        check_error "$call" "$n" ENOSPC
        ;;
    esac
    n=$((n + 1))
  done
  case $call in
    write | fsync | rename | fchmod) [ "$count" -gt 0 ] || fail "$call is never called" ;;
  esac
done

for n in 1 2 3; do check_late_change "$n"; done

if [ "$failures" -gt 0 ]; then
  echo "$failures failures in $runs runs"
  exit 1
fi
echo "$runs runs, each with the old file or the new one"
