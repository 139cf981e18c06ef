# Every third-party library, found once. All come from Debian 12 (`./do deps` installs them).
#
# What the program itself needs at once is linked statically where Debian ships an archive: a process that maps
# libstdc++ and libsqlite3 takes twice the time to start. What only some commands need lies in modules, see loaded_module().
include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX)

find_package(Threads REQUIRED)
find_package(CLI11 CONFIG REQUIRED)
find_package(fmt CONFIG REQUIRED)
find_package(nlohmann_json CONFIG REQUIRED)

find_library(SQLITE3_ARCHIVE libsqlite3.a REQUIRED)
find_library(SQLITECPP_ARCHIVE libSQLiteCpp.a REQUIRED)
find_library(CRYPTO_ARCHIVE libcrypto.a REQUIRED)
find_library(Z_ARCHIVE libz.a REQUIRED)
find_library(M_LIBRARY m REQUIRED)
find_path(SQLITECPP_INCLUDE SQLiteCpp/SQLiteCpp.h REQUIRED)
find_path(TOMLPP_INCLUDE toml++/toml.h REQUIRED)
find_path(OPENSSL_INCLUDE openssl/evp.h REQUIRED)
find_path(ZLIB_INCLUDE zlib.h REQUIRED)

add_library(deps_sqlite INTERFACE)
target_include_directories(deps_sqlite SYSTEM INTERFACE ${SQLITECPP_INCLUDE})
target_link_libraries(deps_sqlite INTERFACE ${SQLITECPP_ARCHIVE} ${SQLITE3_ARCHIVE} ${M_LIBRARY}
                                            Threads::Threads ${CMAKE_DL_LIBS})

# Header-only toml++, one translation unit: Debian's target forces its shared library.
add_library(deps_tomlplusplus INTERFACE)
target_include_directories(deps_tomlplusplus SYSTEM INTERFACE ${TOMLPP_INCLUDE})

# Of the archive the program takes SHA-256 alone; the rest is in the module tokenshift-openssl, which src/crypto/
# openssl_forwarders.cpp loads. That is written for one processor: on others all of it is linked into the program.
add_library(deps_crypto INTERFACE)
target_include_directories(deps_crypto SYSTEM INTERFACE ${OPENSSL_INCLUDE})
# Its macros would leave our paths in the program, as ccache wrote them.
target_compile_definitions(deps_crypto INTERFACE OPENSSL_NO_FILENAMES)
target_link_libraries(deps_crypto INTERFACE ${CRYPTO_ARCHIVE} Threads::Threads ${CMAKE_DL_LIBS})
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  set(OPENSSL_FORWARDERS openssl_forwarders.cpp)
endif()

add_library(deps_zlib INTERFACE)
target_include_directories(deps_zlib SYSTEM INTERFACE ${ZLIB_INCLUDE})
target_link_libraries(deps_zlib INTERFACE ${Z_ARCHIVE})

# Of the modules of databases alone: see loaded_module().
find_package(PkgConfig REQUIRED)
pkg_check_modules(PQXX REQUIRED IMPORTED_TARGET libpqxx)
pkg_check_modules(PQ REQUIRED IMPORTED_TARGET libpq)
pkg_check_modules(MARIADB REQUIRED IMPORTED_TARGET libmariadb)

add_library(deps_fmt STATIC ${PROJECT_SOURCE_DIR}/src/fmt_once.cpp)
target_link_libraries(deps_fmt PRIVATE project_settings)

# libcurl is loaded by the first request and not linked: only its header is needed.
find_path(CURL_INCLUDE curl/curl.h REQUIRED)
add_library(deps_curl INTERFACE)
target_include_directories(deps_curl SYSTEM INTERFACE ${CURL_INCLUDE})
target_link_libraries(deps_curl INTERFACE ${CMAKE_DL_LIBS})

# What --version -o json and the bill of materials tell, as "name version how,…": how is "static"; "dynamic"; or
# "loaded" by the command that needs it. Of a library that is not static it is the version that the build saw.
# Each name has a row in packaging/libraries.cmake.
pkg_check_modules(CRYPTO QUIET libcrypto)
pkg_check_modules(SQLITE3 QUIET sqlite3)
pkg_check_modules(TOMLPP QUIET tomlplusplus)
pkg_check_modules(ZLIB QUIET zlib)
# defined_version(RESULT FILE MACRO): what a header says.
function(defined_version result file macro)
  file(STRINGS ${file} line REGEX "define[ \t]+${macro}[ \t]" LIMIT_COUNT 1)
  string(REGEX REPLACE ".*${macro}[ \t]+\"?([^\"]*)\"?.*" "\\1" line "${line}")
  set(${result} "${line}" PARENT_SCOPE)
endfunction()
find_path(FEATURES_INCLUDE features.h REQUIRED)
defined_version(SQLITECPP_VERSION ${SQLITECPP_INCLUDE}/SQLiteCpp/SQLiteCpp.h SQLITECPP_VERSION)
defined_version(CURL_VERSION ${CURL_INCLUDE}/curl/curlver.h LIBCURL_VERSION)
defined_version(GLIBC_MAJOR ${FEATURES_INCLUDE}/features.h __GLIBC__)
defined_version(GLIBC_MINOR ${FEATURES_INCLUDE}/features.h __GLIBC_MINOR__)
set(LIBSTDCXX_VERSION ${CMAKE_CXX_COMPILER_VERSION})
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")  # takes that of g++
  execute_process(COMMAND g++ -dumpfullversion OUTPUT_VARIABLE LIBSTDCXX_VERSION OUTPUT_STRIP_TRAILING_WHITESPACE
                  COMMAND_ERROR_IS_FATAL ANY)
endif()
string(JOIN "," TOKENSHIFT_LIBRARIES
  "CLI11 ${CLI11_VERSION} static" "fmt ${fmt_VERSION} static" "nlohmann-json ${nlohmann_json_VERSION} static"
  "toml++ ${TOMLPP_VERSION} static" "SQLiteCpp ${SQLITECPP_VERSION} static" "SQLite ${SQLITE3_VERSION} static"
  "OpenSSL ${CRYPTO_VERSION} static" "zlib ${ZLIB_VERSION} static" "libstdc++ ${LIBSTDCXX_VERSION} static"
  "glibc ${GLIBC_MAJOR}.${GLIBC_MINOR} dynamic" "libpqxx ${PQXX_VERSION} loaded" "libpq ${PQ_VERSION} loaded"
  "libmariadb ${MARIADB_VERSION} loaded" "libcurl ${CURL_VERSION} loaded")
