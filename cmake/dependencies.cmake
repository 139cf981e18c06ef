# Every third-party library, found once. All come from Debian 12 (`./do deps` installs them).
#
# What the program itself needs is linked statically where Debian ships an archive: a process that maps
# libstdc++, libsqlite3 and libcrypto takes twice the time to start.
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

add_library(deps_crypto INTERFACE)
target_include_directories(deps_crypto SYSTEM INTERFACE ${OPENSSL_INCLUDE})
target_link_libraries(deps_crypto INTERFACE ${CRYPTO_ARCHIVE} Threads::Threads ${CMAKE_DL_LIBS})

add_library(deps_zlib INTERFACE)
target_include_directories(deps_zlib SYSTEM INTERFACE ${ZLIB_INCLUDE})
target_link_libraries(deps_zlib INTERFACE ${Z_ARCHIVE})

# Of the modules of databases alone: see database_module().
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
