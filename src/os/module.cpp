// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/os/module.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <array>
#include <dlfcn.h>
#include <filesystem>
#include <string>
#include <system_error>

namespace tokenshift::os {
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

}  // namespace

void* load_module(std::string_view name, const char* symbol, std::string_view wants) {
  const fs::path path = find_module(fmt::format("tokenshift-{}.so", name));
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    throw Error(ErrorKind::environment, fmt::format("cannot load {}", printable(::dlerror())),
                wants.empty() ? std::string("install tokenshift again")
                              : fmt::format("install the client library that it needs: {}", wants));
  }
  void* address = ::dlsym(library, symbol);
  if (address == nullptr) {
    throw Error(ErrorKind::environment,
                fmt::format("{}: of another version than the program", printable(path.string())),
                "install tokenshift again");
  }
  return address;
}

}  // namespace tokenshift::os
