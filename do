#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The tasks of this project. `./do` alone lists them.
set -eu
cd "$(dirname "$0")"
export TOKENSHIFT_NO_SETTINGS=1 # nothing of whoever runs this

usage() {
  cat <<'END'
usage: ./do VERB

  deps [GROUP…]   install the Debian packages that are missing; the groups of packages are
                  build test bench fuzz lint coverage package, and the other verbs install theirs
  build           build the program: build/tokenshift
  demo            make a practice deployment and migrate it before your eyes
  test [PRESET]   build everything and run all tests; presets: release (default) asan clang
  bench [SECTION…]
                  measure: all, or conversion toml lint guard startup lab engines jwt
  fuzz [MINUTES]  let each fuzzer look for broken promises for a minute, or for that many
  torture [COUNT] kill conversions at random moments: a thousand times on each engine
                  (a tenth on H2), or so many times
  coverage        tell which lines the tests run
  format          format all sources
  lint [FILE…]    check format, code, scripts and spelling, of all files or of these
  package         make the packages, their sums and their bill of materials:
                  build/package/packages
  try-package     hold the packages against what they promise: the same bytes once more,
                  lintian, hardened, unpacked anywhere, and (as root) installed in a clean
                  Debian, where the guide is followed to the letter
END
}

fail() {
  echo "do: $1" >&2
  exit "${2:-1}"
}

packages_of() {
  case $1 in
    build)
      echo "g++ cmake ninja-build ccache pkg-config libcli11-dev libtomlplusplus-dev" \
        "libsqlitecpp-dev libsqlite3-dev libfmt-dev nlohmann-json3-dev libssl-dev" \
        "libpqxx-dev libpq-dev libmariadb-dev libcurl4-openssl-dev zlib1g-dev"
      ;;
    test) echo "doctest-dev librapidcheck-dev sqlite3 strace patch attr acl shellcheck git" \
        "libh2-java default-jre-headless postgresql-15 mariadb-server pgbouncer openssl ca-certificates" \
        "python3-jwt python3-cryptography jose zsh fish man-db mandoc" ;;
    bench) echo "sqlite3 time libtomlplusplus-dev postgresql-15 mariadb-server openssl jose jwt rnbyc" ;;
    fuzz) echo "clang libclang-rt-14-dev" ;;
    lint) echo "clang-format clang-tidy clang shellcheck codespell" ;;
    coverage) echo "lcov" ;;
    package) echo "dpkg-dev lintian devscripts debootstrap wget jq binutils man-db mandoc" ;;
    *) fail "no group of packages \"$1\"; there are: build test bench fuzz lint coverage package" 2 ;;
  esac
}

is_installed() {
  dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "installing packages needs root: run as root, or install sudo"
  fi
}

deps() {
  wanted=""
  for group in "$@"; do
    wanted="$wanted $(packages_of "$group")"
  done
  if ! command -v dpkg-query >/dev/null; then
    fail "this is no Debian; install what stands in for:$wanted"
  fi
  missing=""
  for package in $wanted; do
    is_installed "$package" || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  command -v apt-get >/dev/null || fail "there is no apt-get to install:$missing"
  echo "installing:$missing" >&2
  as_root apt-get update -q >&2
  # shellcheck disable=SC2086  # a list of words
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
    $missing >&2
}

# How many compilers at once; more than the memory holds would only fail.
jobs() {
  cores=$(nproc)
  gigabytes=$(awk '/^MemAvailable/ { print int($2 / 1048576) }' /proc/meminfo)
  if [ "$gigabytes" -lt "$cores" ]; then cores=$gigabytes; fi
  if [ "$cores" -lt 1 ]; then cores=1; fi
  echo "$cores"
}

# compile PRESET TESTS [BENCHMARKS]
compile() {
  cmake --preset "$1" -DTOKENSHIFT_TESTS="$2" -DTOKENSHIFT_BENCH="${3:-OFF}"
  cmake --build --preset "$1" -j "$(jobs)"
}

run_tests() {
  if [ -z "${TOKENSHIFT_TEST_CORPUS:-}" ] && [ -d ../shared/corpus ]; then
    TOKENSHIFT_TEST_CORPUS=$(cd ../shared/corpus && pwd)
    export TOKENSHIFT_TEST_CORPUS
  fi
  ctest --preset "$1"
}

sources() {
  find src include tests bench fuzz -name '*.cpp' -o -name '*.hpp' 2>/dev/null | sort
}

scripts() {
  find ./do .ci .githooks tests bench docs completions packaging -type f 2>/dev/null | sort |
    while read -r file; do
      if head -n 1 "$file" | grep -qE '^#!.*[/ ](ba|da)?sh'; then echo "$file"; fi
    done
}

# only PATTERN: those of the arguments on stdin that match, and exist.
only() {
  grep -E "$1" | while read -r file; do
    if [ -f "$file" ]; then echo "$file"; fi
  done
}

check_sizes() {
  awk 'FNR == 1 && NR > 1 && n > 400 { print name ": " n " lines, of 400 allowed"; bad = 1 }
       { name = FILENAME; n = FNR }
       END { if (n > 400) { print name ": " n " lines, of 400 allowed"; bad = 1 }; exit bad }' "$@"
}

# Functions over 60 lines are found by clang-tidy (readability-function-size).
tidy() {
  if [ ! -f build/compile_commands.json ] || ! grep -q unit_tests build/compile_commands.json; then
    cmake --preset release -DTOKENSHIFT_TESTS=ON >/dev/null
  fi
  # The flags are those of g++, some of which clang does not know.
  # Files that are not part of the build (a benchmark, say) have no flags to check them with.
  for file in "$@"; do
    if grep -qF "/$file\"" build/compile_commands.json; then echo "$file"; fi
  done | xargs -r -n 1 -P "$(jobs)" clang-tidy -p build --quiet \
    --extra-arg=-Wno-unknown-warning-option
}

lint() {
  if [ $# -gt 0 ]; then files=$(printf '%s\n' "$@"); else files=$(sources && scripts && echo README.md); fi
  code=$(echo "$files" | only '\.(cpp|hpp)$')
  # shellcheck disable=SC2046,SC2086  # lists of names without spaces
  {
    if [ -n "$code" ]; then
      clang-format --dry-run --Werror $code
      check_sizes $code
    fi
    shell=$(echo "$files" | only '(^(\./)?do|\.sh|^\.ci/run|^\.githooks/[a-z-]+)$')
    if [ -n "$shell" ]; then shellcheck $shell; fi
    units=$(echo "$code" | only '\.cpp$' | only "${TOKENSHIFT_TIDY:-.}")
    if [ -n "$units" ]; then tidy $units; fi
    if command -v codespell >/dev/null; then
      codespell -q 3 -L nd,nnumber,ines,aply,verfiy,whats,befores,toke,exmple,mirgate $(echo "$files" | only .)
    else
      echo "codespell is not installed: spelling is not checked" >&2
    fi
  }
  echo "lint: nothing to report"
}

# H2 starts a Java machine for each statement it reads or writes: a tenth there.
torture() {
  for engine in sqlite postgresql mariadb; do
    tests/torture.sh "$engine" "$1"
  done
  tests/torture.sh h2 "$(($1 / 10))"
}

coverage() {
  compile coverage ON
  find build/coverage -name '*.gcda' -delete
  run_tests coverage
  lcov --quiet --capture --directory build/coverage --output-file build/coverage/all.info
  lcov --quiet --extract build/coverage/all.info "$PWD/src/*" "$PWD/include/*" \
    --output-file build/coverage/ours.info
  lcov --list build/coverage/ours.info
}

# fuzz_target NAME SECONDS: the committed corpus is read; what is new goes to build/fuzz.
# Key stores are long, and what they say about rounds may keep a processor busy for a while.
fuzz_target() {
  made=build/fuzz/$1
  case $1 in
    parse | edit) options="-max_len=1024 -timeout=10 -dict=fuzz/toml.dict" ;;
    jks | pkcs12) options="-max_len=8192 -timeout=60" ;;
    *) options="-max_len=4096 -timeout=10 -dict=fuzz/token.dict" ;;
  esac
  rm -rf "$made"
  mkdir -p "$made/corpus"
  echo "fuzz: $1 for $2 s" >&2
  # shellcheck disable=SC2086  # a list of options
  if build/fuzz/fuzz_"$1" -max_total_time="$2" $options \
    -artifact_prefix="$made/found-" -print_final_stats=1 \
    "$made/corpus" "fuzz/corpus/$1" >"$made/log" 2>&1; then
    awk '/cov:/ { for (i = 1; i < NF; i++) if ($i == "cov:") edges = $(i + 1) }
         /number_of_executed_units/ { runs = $2 }
         END { printf "  %d runs, %d edges covered, nothing found\n", runs, edges }' "$made/log" >&2
    return 0
  fi
  grep -E 'what\(\):|^SUMMARY|^==[0-9]+== ?ERROR|runtime error' "$made/log" >&2 || tail "$made/log" >&2
  found=$(find "$made" -maxdepth 1 -name 'found-*')
  fail "$1 found ${found:-something that it could not write down, see $made/log}"
}

fuzz() {
  seconds=$(awk -v minutes="$1" 'BEGIN { if (minutes ~ /^[0-9.]+$/) print int(minutes * 60) }')
  if [ "${seconds:-0}" -lt 1 ]; then fail "\"$1\" is no number of minutes" 2; fi
  cmake --preset fuzz
  cmake --build --preset fuzz -j "$(jobs)"
  for target in parse edit jws jwks pasted jks pkcs12; do
    fuzz_target "$target" "$seconds"
  done
}

# All files in the packages are of one moment, that of the last commit: the same sources give the same
# bytes. package BUILD_FOLDER
package() {
  if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
    released=$(sed -n 's/^set(TOKENSHIFT_DATE \(.*\))$/\1/p' CMakeLists.txt)
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || date -u -d "$released" +%s)
  fi
  export SOURCE_DATE_EPOCH
  cmake --preset package -B "$1"
  cmake --build "$1" -j "$(jobs)"
  rm -rf "$1/packages"
  umask 022 # folders bear it in the archive, and the .deb within itself
  cpack --config "$1/CPackConfig.cmake"
  (cd "$1/packages" && rm -rf _CPack_Packages && sha256sum ./*.deb ./*.tar.gz ./*.spdx.json >SHA256SUMS)
  cat "$1/packages/SHA256SUMS"
}

verb=${1:-}
[ $# -eq 0 ] || shift
case $verb in
  "" | help | -h | --help) usage ;;
  deps)
    if [ $# -eq 0 ]; then set -- build test bench fuzz lint coverage package; fi
    deps "$@"
    ;;
  build)
    deps build
    compile release OFF
    echo "built: build/tokenshift"
    ;;
  demo)
    deps build
    compile release OFF
    exec sh docs/demo.sh
    ;;
  test)
    deps build test
    compile "${1:-release}" ON
    run_tests "${1:-release}"
    ;;
  bench)
    deps build bench
    compile release OFF ON
    exec sh bench/run.sh "$@"
    ;;
  coverage)
    deps build test coverage
    coverage
    ;;
  format)
    deps lint
    sources | xargs clang-format -i
    ;;
  lint)
    deps build test lint
    lint "$@"
    ;;
  fuzz)
    deps build fuzz
    fuzz "${1:-1}"
    ;;
  torture)
    deps build test
    compile release ON
    torture "${1:-1000}"
    ;;
  package)
    deps build package
    package build/package
    ;;
  try-package)
    deps build package
    package build/package
    # Neither the folder, the umask nor the time zone may be seen in the bytes. Compilers are deterministic, so
    # what ccache has is taken; linking and packing are done again. CCACHE_DISABLE=1 compiles again, too.
    rm -rf build/package-again
    (umask 077 && TZ=Pacific/Kiritimati package build/package-again)
    exec packaging/try.sh build/package/packages build/package-again/packages
    ;;
  *)
    echo "do: no verb \"$verb\"" >&2
    usage >&2
    exit 2
    ;;
esac
