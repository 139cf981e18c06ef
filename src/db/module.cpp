// SPDX-License-Identifier: Apache-2.0
#include "module.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/os/module.hpp"

#include <fmt/format.h>

#include <map>

namespace tokenshift::db {
namespace {

const ts_module& open_module(const std::string& name) {
  // A function comes as a pointer to an object: POSIX, dlsym().
  const auto entry = reinterpret_cast<ts_module_function>(os::load_module(
      name, TS_MODULE_SYMBOL, "libpqxx for PostgreSQL, libmariadb3 for MySQL and MariaDB"));
  const ts_module* module = entry();
  if (module == nullptr || module->abi != TS_MODULE_ABI) {
    throw Error(ErrorKind::environment,
                fmt::format("tokenshift-{}.so: of another version than the program", name),
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
