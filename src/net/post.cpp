// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/net/post.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "curl.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>

// curl.h checks the types of easy_setopt() with a macro, which a pointer to it has no use for.
#undef curl_easy_setopt

namespace tokenshift::net {
namespace {

constexpr std::size_t most_body = std::size_t{64} << 10U;
constexpr std::array<std::string_view, 3> loopback{"127.0.0.1", "[::1]", "localhost"};

// The host of a URL; empty where it is none. Names and passwords before an @ are none.
std::string_view host_of(std::string_view url, std::string_view scheme) {
  if (!url.starts_with(scheme)) return {};
  const std::string_view rest = url.substr(scheme.size());
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.find('@') != std::string_view::npos) return {};
  if (authority.starts_with("[")) return authority.substr(0, authority.find(']') + 1);
  return authority.substr(0, authority.find(':'));
}

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* target) {
  auto& body = *static_cast<std::string*>(target);
  const std::size_t length = size * count;
  body.append(bytes, std::min(length, most_body - std::min(most_body, body.size())));
  return length;
}

// A transfer and what it refers to.
class Transfer {
 public:
  Transfer() : handle_(curl().easy_init(), curl().easy_cleanup) {
    if (!handle_) throw Error(ErrorKind::environment, "libcurl cannot start", "free some memory");
  }

  template <class Value>
  void set(CURLoption option, Value value) {
    const CURLcode code = curl().easy_setopt(handle_.get(), option, value);
    if (code != CURLE_OK) fail(code);
  }

  void add_header(const std::string& line) {
    curl_slist* longer = curl().slist_append(headers_.get(), line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    static_cast<void>(headers_.release());  // it is the start of the longer one
    headers_.reset(longer);
    set(CURLOPT_HTTPHEADER, longer);
  }

  int perform() {
    const CURLcode code = curl().easy_perform(handle_.get());
    if (code != CURLE_OK) fail(code);
    long status = 0;
    curl().easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    return static_cast<int>(status);
  }

 private:
  [[noreturn]] static void fail(CURLcode code) {
    const bool certificate = code == CURLE_PEER_FAILED_VERIFICATION ||
                             code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_ISSUER_ERROR;
    throw Error(
        ErrorKind::environment,
        fmt::format("the control plane was not reached: {}", to_lower(curl().easy_strerror(code))),
        certificate ? "name the certificate that the server shows, or its issuer's, with --cacert"
                    : "check the address, and that the server runs");
  }

  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle_;
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers_{nullptr,
                                                                       curl().slist_free_all};
};

}  // namespace

void require_safe(const std::string& url) {
  if (!host_of(url, "https://").empty()) return;
  const std::string_view plain = host_of(url, "http://");
  if (std::ranges::find(loopback, plain) != loopback.end()) return;
  // The URL is not repeated: it may hold a password.
  throw Error(ErrorKind::usage,
              plain.empty() ? "the address to notify is no https URL of a host alone"
                            : "the address to notify is not encrypted, and a password goes there",
              "name it as https://HOST:9443/internal/data/v1/notify; http is for loopback alone");
}

Answer post(const Post& post) {
  require_safe(post.url);
  Answer answer;
  Transfer transfer;
  transfer.set(CURLOPT_URL, post.url.c_str());
  transfer.set(CURLOPT_PROTOCOLS_STR, "https,http");
  transfer.set(CURLOPT_FOLLOWLOCATION, 0L);
  transfer.set(CURLOPT_PROXY, "");  // not even from the environment
  transfer.set(CURLOPT_NOSIGNAL, 1L);
  transfer.set(CURLOPT_TIMEOUT_MS, static_cast<long>(post.timeout.count()));
  transfer.set(CURLOPT_SSL_VERIFYPEER, 1L);
  transfer.set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!post.ca_file.empty()) transfer.set(CURLOPT_CAINFO, post.ca_file.c_str());
  transfer.set(CURLOPT_POSTFIELDSIZE, static_cast<long>(post.body.size()));
  transfer.set(CURLOPT_POSTFIELDS, post.body.c_str());
  transfer.set(CURLOPT_WRITEFUNCTION, take);
  transfer.set(CURLOPT_WRITEDATA, static_cast<void*>(&answer.body));
  transfer.add_header("Content-Type: application/json");
  transfer.add_header("Expect:");  // no round trip before the body
  for (const auto& [name, value] : post.headers)
    transfer.add_header(fmt::format("{}: {}", name, value));
  if (post.password != nullptr) {
    std::string password(post.password->view());
    transfer.set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    transfer.set(CURLOPT_USERNAME, post.user.c_str());
    transfer.set(CURLOPT_PASSWORD, password.c_str());
    crypto::wipe(password);  // libcurl has its copy
  }
  answer.status = transfer.perform();
  return answer;
}

}  // namespace tokenshift::net
