// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <curl/curl.h>

namespace tokenshift::net {

/// The functions of libcurl, loaded when first asked for: who sends nothing does not pay for it at
/// the start. They stay loaded.
struct Curl {
  decltype(&curl_easy_init) easy_init;
  decltype(&curl_easy_setopt) easy_setopt;
  decltype(&curl_easy_perform) easy_perform;
  decltype(&curl_easy_getinfo) easy_getinfo;
  decltype(&curl_easy_strerror) easy_strerror;
  decltype(&curl_easy_cleanup) easy_cleanup;
  decltype(&curl_slist_append) slist_append;
  decltype(&curl_slist_free_all) slist_free_all;
};

/// Throws Error{environment} when it is not installed.
const Curl& curl();

}  // namespace tokenshift::net
