# SPDX-License-Identifier: Apache-2.0
# What has to be known of each library in TOKENSHIFT_LIBRARIES (cmake/dependencies.cmake) to name it in the bill of
# materials and to bring its notice: its Debian package, its licence as an SPDX expression, where it comes from, and
# who links it: one of our files, where it is installed, "dynamic:" before it where that is otherwise than in the
# program; another library, "package:" before it; or "-" when it is opened by name, if it is there. Licences were read in
# the Debian packages' copyright files.
set(modules lib/tokenshift/modules/tokenshift)
set(library_facts
  "CLI11|libcli11-dev|BSD-3-Clause|https://github.com/CLIUtils/CLI11|bin/tokenshift"
  "fmt|libfmt-dev|MIT|https://github.com/fmtlib/fmt|bin/tokenshift"
  "nlohmann-json|nlohmann-json3-dev|MIT|https://github.com/nlohmann/json|bin/tokenshift"
  "toml++|libtomlplusplus-dev|MIT|https://github.com/marzer/tomlplusplus|bin/tokenshift"
  "SQLiteCpp|libsqlitecpp-dev|MIT|https://github.com/SRombauts/SQLiteCpp|bin/tokenshift"
  "SQLite|libsqlite3-dev|blessing|https://www.sqlite.org|bin/tokenshift"
  "OpenSSL|libssl-dev|Apache-2.0|https://www.openssl.org|bin/tokenshift ${modules}-openssl.so"
  "zlib|zlib1g-dev|Zlib|https://zlib.net|bin/tokenshift"
  "libstdc++|libstdc++-12-dev|GPL-3.0-or-later WITH GCC-exception-3.1|https://gcc.gnu.org|bin/tokenshift dynamic:${modules}-mysql.so dynamic:${modules}-postgresql.so"
  "glibc|libc6|LGPL-2.1-or-later|https://www.gnu.org/software/libc|bin/tokenshift ${modules}-mysql.so ${modules}-openssl.so ${modules}-postgresql.so"
  "libpqxx|libpqxx-6.4|BSD-3-Clause|https://github.com/jtv/libpqxx|${modules}-postgresql.so"
  "libpq|libpq5|PostgreSQL|https://www.postgresql.org|package:libpqxx"
  "libmariadb|libmariadb3|LGPL-2.1-or-later|https://mariadb.org|${modules}-mysql.so"
  "libcurl|libcurl4|curl|https://curl.se|-")

# library_fact(RESULT LIBRARY WHICH): one of debian, licence, home, users.
function(library_fact result library which)
  foreach(row IN LISTS library_facts)
    string(REPLACE "|" ";" columns "${row}")
    list(POP_FRONT columns name debian licence home users)
    if(name STREQUAL library)
      set(${result} "${${which}}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  message(FATAL_ERROR "packaging/libraries.cmake has no row for ${library}")
endfunction()

# debian_version(RESULT PACKAGE FORMAT): what dpkg knows of an installed package; nothing on other systems.
function(debian_version result package format)
  execute_process(COMMAND dpkg-query -W -f ${format} ${package} OUTPUT_VARIABLE answer RESULT_VARIABLE status ERROR_QUIET)
  if(NOT status EQUAL 0)
    set(answer "")
  endif()
  set(${result} "${answer}" PARENT_SCOPE)
endfunction()
