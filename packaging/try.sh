#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# try.sh PACKAGES AGAIN: holds packages against what they promise. AGAIN are those of a second build. What needs root and
# a network is done by try_installed.sh.
set -eu

packages=$1
again=$2
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "package: $1" >&2
  exit 1
}

version=$(sed -n 's/^project(tokenshift VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
deb=$(find "$packages" -maxdepth 1 -name "tokenshift_$version-1_*.deb")
archive=$(find "$packages" -maxdepth 1 -name "tokenshift-$version-linux-*.tar.gz")
sbom=$packages/tokenshift-$version.spdx.json
if [ ! -f "$deb" ] || [ ! -f "$archive" ] || [ ! -f "$sbom" ]; then
  fail "in $packages are not one .deb, one .tar.gz and one .spdx.json of version $version"
fi
mkdir "$work/unpacked" "$work/some where"
dpkg-deb -x "$deb" "$work/unpacked"
tar -xzf "$archive" -C "$work/some where"
tree=$work/unpacked/usr
archived=$(echo "$work/some where"/*)
program=$archived/bin/tokenshift
modules="mysql postgresql"
[ "$(uname -m)" != x86_64 ] || modules="$modules openssl"
binaries=bin/tokenshift
for module in $modules; do binaries="$binaries lib/tokenshift/modules/tokenshift-$module.so"; done

same_bytes() {
  (cd "$packages" && sha256sum --quiet -c SHA256SUMS) || fail "SHA256SUMS is not of these files"
  [ "$(wc -l <"$packages/SHA256SUMS")" -eq 3 ] || fail "SHA256SUMS does not name three files"
  cmp "$packages/SHA256SUMS" "$again/SHA256SUMS" || fail "a second build gives other bytes"
  diff -r "$tree" "$archived" || fail "package and archive hold different files"
  cmp "$sbom" "$tree/share/doc/tokenshift/tokenshift.spdx.json" || fail "the bill of materials differs from that inside"
  echo "package: two builds give the same bytes, and both packages hold the same files"
}

one_version() {
  [ "$("$program" --version)" = "tokenshift $version" ] || fail "the archive's program does not run"
  [ "$(dpkg-deb -f "$deb" Version)" = "$version-1" ] || fail "$deb is not of version $version"
  for log in changelog.gz changelog.Debian.gz; do
    zcat "$tree/share/doc/tokenshift/$log" | grep -m 1 -E '^## \[|^tokenshift \(' | grep -qF "$version" ||
      fail "$log does not begin with $version"
  done
  echo "package: version $version everywhere"
}

lintian_agrees() {
  lintian --fail-on error,warning --allow-root "$deb" || fail "lintian has something to say"
  echo "package: lintian has nothing to say"
}

# /proc/self/exe and its neighbours decide what is found: a blank in the path, and a link to the program.
relocatable() {
  mkdir "$work/elsewhere"
  ln -s "$program" "$work/elsewhere/tokenshift"
  for started in "$program" "$work/elsewhere/tokenshift"; do
    TOKENSHIFT_DEMO_CLIENTS=100 sh docs/demo.sh "$started" >"$work/demo" 2>&1 || fail "the demo: $(cat "$work/demo")"
    # The modules are loaded; nobody listens there.
    for url in postgresql://nobody@127.0.0.1:1/none mysql://nobody@127.0.0.1:1/none; do
      said=$("$started" apps list --db "$url" --apim-version 4.6.0 2>&1) && fail "$url answers"
      case $said in
        *"the server does not answer"*) ;;
        *) fail "$started: $url: $said" ;;
      esac
    done
  done
  # Where it says it runs, README.md, "Install".
  for binary in $binaries; do
    objdump -T "$archived/$binary" | grep -o 'GLIBC_2\.[0-9]*' | sort -u -V | tail -n 1
  done | sort -V | tail -n 1 >"$work/glibc"
  grep -qF "glibc $(sed 's/GLIBC_//' "$work/glibc")" README.md ||
    fail "the program needs $(cat "$work/glibc"), which README.md does not say"
  echo "package: the archive runs where it was unpacked, also by a link"
}

all_there() {
  for file in $binaries share/man/man1/tokenshift.1.gz share/bash-completion/completions/tokenshift \
    share/zsh/vendor-completions/_tokenshift share/fish/vendor_completions.d/tokenshift.fish \
    share/doc/tokenshift/README.md share/doc/tokenshift/copyright share/doc/tokenshift/guide/first-migration.md; do
    [ -f "$tree/$file" ] || fail "/usr/$file is missing"
  done
  find "$tree/share/doc/tokenshift" -name '*.md' | while read -r page; do
    grep -oE '\]\([^)#]+' "$page" | sed 's/^](//' | grep -v '^[a-z]*:' | while read -r link; do
      [ -e "$(dirname "$page")/$link" ] || fail "${page#"$tree"} leads to $link, which is not installed"
    done || exit 1
  done || exit 1
  ! grep -rlF "$PWD" "$tree" || fail "the path of the build is in these files"
  echo "package: all of it is there, and links lead somewhere"
}

# landings FILE: at how many places the processor lets an indirect jump end.
landings() { objdump -d --no-show-raw-insn "$1" | grep -c endbr64; }

hardened() {
  for binary in $binaries; do
    file=$tree/$binary
    readelf -hW "$file" | grep -q 'Type: *DYN' || fail "$binary has a fixed address"
    readelf -lW "$file" | grep -q GNU_RELRO || fail "$binary is without RELRO"
    readelf -dW "$file" | grep -q 'FLAGS.*NOW' || fail "$binary binds lazily"
    readelf -lW "$file" | grep -q 'GNU_STACK .* RW ' || fail "$binary has a stack that runs"
    ! readelf -dW "$file" | grep -E 'RPATH|RUNPATH' || fail "$binary looks for libraries in a folder of its own"
    readelf --dyn-syms -W "$file" | grep -q __stack_chk_fail || fail "$binary is without stack protector"
    fewest=10
    [ "$binary" != bin/tokenshift ] || fewest=1000 # OpenSSL's assembler code has some of its own
    if [ "$(uname -m)" = x86_64 ]; then
      [ "$(landings "$file")" -gt "$fewest" ] || fail "$binary is without control-flow protection"
    fi
  done
  # The mark by which a kernel would enforce control-flow protection is missing: Debian's archives are without it.
  hardening-check --nocfprotection "$tree/bin/tokenshift" >"$work/hardening" || fail "$(cat "$work/hardening")"
  echo "package: hardened"
}

bill_of_materials() {
  "$program" --version -o json >"$work/version.json"
  jq -r --argjson version "$(cat "$work/version.json")" -f "$here/sbom.jq" "$sbom" >"$work/complaints" ||
    fail "$sbom is not read by jq"
  [ ! -s "$work/complaints" ] || fail "$sbom: $(cat "$work/complaints")"
  # Every file but itself, with its sum, and the code that stands for them all.
  jq -r '.files[] | "\(.checksums[] | select(.algorithm == "SHA256") | .checksumValue)  \(.fileName)"' "$sbom" >"$work/sums"
  (cd "$tree" && sha256sum --quiet -c "$work/sums") || fail "the bill of materials has other sums"
  [ "$(find "$tree" -type f | wc -l)" -eq $(($(grep -c . "$work/sums") + 1)) ] ||
    fail "the bill of materials does not name every file"
  code=$(jq -r '.files[].checksums[] | select(.algorithm == "SHA1") | .checksumValue' "$sbom" | sort | tr -d '\n' |
    sha1sum | cut -d ' ' -f 1)
  [ "$(jq -r '.packages[0].packageVerificationCode.packageVerificationCodeValue' "$sbom")" = "$code" ] ||
    fail "the bill of materials has another verification code"
  for binary in $binaries; do
    jq -r --arg file "./$binary" '(.files[] | select(.fileName == $file) | .SPDXID) as $id | .packages as $packages
      | .relationships[] | select(.spdxElementId == $id and .relationshipType == "DYNAMIC_LINK") | .relatedSpdxElement
      | . as $library | $packages[] | select(.SPDXID == $library) | .name' "$sbom" | sort >"$work/told"
    readelf -dW "$tree/$binary" | sed -n 's/.*(NEEDED).*\[\(.*\)\.so.*/\1/p' |
      sed 's/^\(libm\|libc\|ld-linux.*\)$/glibc/; s/^libgcc_s$/libstdc++/; s/^libpqxx-.*/libpqxx/' | sort -u >"$work/needed"
    diff "$work/told" "$work/needed" || fail "the bill of materials tells other libraries of $binary than it needs"
  done
  echo "package: the bill of materials tells what is there"
}

# Of every library that is part of the program, as --version tells.
notices() {
  jq -r '.libraries[] | select(.linked == "statically") | .name' "$work/version.json" >"$work/static"
  [ -s "$work/static" ] || fail "the program names no library that is part of it"
  while read -r library; do
    grep -qiE 'copyright|public domain' "$tree/share/doc/tokenshift/third-party/$library.txt" ||
      fail "the notice of $library is missing"
  done <"$work/static"
  # What the notices name by reference alone.
  for text in Apache-2.0 GPL-3.0; do
    grep -q 'TERMS AND CONDITIONS' "$tree/share/doc/tokenshift/third-party/$text.txt" || fail "the text of $text is missing"
  done
  echo "package: the notices of $(grep -c . "$work/static") libraries are there"
}

same_bytes
one_version
lintian_agrees
relocatable
all_there
hardened
bill_of_materials
notices
"$here/try_installed.sh" "$packages"
