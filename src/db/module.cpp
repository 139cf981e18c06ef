// SPDX-License-Identifier: Apache-2.0
#include "module.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <dlfcn.h>
#include <filesystem>
#include <map>
#include <system_error>

namespace tokenshift::db {
namespace {

namespace fs = std::filesystem;

fs::path find_module(const std::string& file) {
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed).parent_path();
  const std::array<fs::path, 2> places{program / file,
                                       program / "../lib/tokenshift/modules" / file};
  for (const fs::path& place : places) {
    if (fs::exists(place, failed)) return place.lexically_normal();
  }
  throw Error(ErrorKind::environment,
              fmt::format("{}: not found beside the program or in {}", file,
                          printable(places[1].parent_path().lexically_normal().string())),
              "it belongs to tokenshift: install it again");
}

const ts_module& open_module(const std::string& name) {
  const fs::path path = find_module(fmt::format("tokenshift-{}.so", name));
  // Never closed: what a library registers to be run at exit has to stay.
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    throw Error(ErrorKind::environment, fmt::format("cannot load {}", printable(::dlerror())),
                "install the client library that it needs: libpqxx for PostgreSQL, libmariadb3 for "
                "MySQL and MariaDB");
  }
  // A function comes as a pointer to an object: POSIX, dlsym().
  const auto entry = reinterpret_cast<ts_module_function>(::dlsym(library, TS_MODULE_SYMBOL));
  const ts_module* module = entry == nullptr ? nullptr : entry();
  if (module == nullptr || module->abi != TS_MODULE_ABI) {
    throw Error(ErrorKind::environment,
                fmt::format("{}: of another version than the program", printable(path.string())),
                "install tokenshift again");
  }
  return *module;
}

}  // namespace

const ts_module& load_module(const std::string& name) {
  static std::map<std::string, const ts_module*> loaded;
  const ts_module*& module = loaded[name];
  if (module == nullptr) module = &open_module(name);
  return *module;
}

}  // namespace tokenshift::db
