// SPDX-License-Identifier: Apache-2.0
#include "curl.hpp"

#include "tokenshift/base/error.hpp"

#include <dlfcn.h>

namespace tokenshift::net {
namespace {

constexpr const char* library = "libcurl.so.4";

[[noreturn]] void fail() {
  throw Error(ErrorKind::environment, "libcurl, which is needed to send this, cannot be loaded",
              "install the Debian package libcurl4");
}

template <class Function>
void load(void* handle, const char* name, Function& target) {
  void* symbol = ::dlsym(handle, name);
  if (symbol == nullptr) fail();
  target = reinterpret_cast<Function>(symbol);  // NOLINT: the one way that dlsym(3) offers
}

Curl load_all() {
  void* handle = ::dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) fail();
  Curl curl{};
  load(handle, "curl_easy_init", curl.easy_init);
  load(handle, "curl_easy_setopt", curl.easy_setopt);
  load(handle, "curl_easy_perform", curl.easy_perform);
  load(handle, "curl_easy_getinfo", curl.easy_getinfo);
  load(handle, "curl_easy_strerror", curl.easy_strerror);
  load(handle, "curl_easy_cleanup", curl.easy_cleanup);
  load(handle, "curl_slist_append", curl.slist_append);
  load(handle, "curl_slist_free_all", curl.slist_free_all);
  return curl;
}

}  // namespace

const Curl& curl() {
  static const Curl loaded = load_all();
  return loaded;
}

}  // namespace tokenshift::net
