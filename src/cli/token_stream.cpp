// SPDX-License-Identifier: Apache-2.0
#include "token_stream.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <ostream>
#include <thread>
#include <vector>

namespace tokenshift::cli {
namespace {

// Tokens that a thread makes before it writes them: some ten milliseconds of work.
constexpr std::int64_t batch = 32;

// What the threads share.
struct Shared {
  std::ostream& out;
  std::atomic<std::int64_t> left;
  std::mutex mutex;
  std::int64_t written = 0;
  std::exception_ptr problem;
  std::atomic<bool> stopped{false};
};

// So many of what is left; 0 when there is none.
std::int64_t take(Shared& shared) {
  std::int64_t left = shared.left.load();
  while (left > 0) {
    const std::int64_t share = std::min(left, batch);
    if (shared.left.compare_exchange_weak(left, left - share)) return share;
  }
  return 0;
}

void put(Shared& shared, const std::string& lines, std::int64_t count) {
  const std::lock_guard lock(shared.mutex);
  if (shared.stopped) return;
  shared.out << lines << std::flush;
  if (shared.out) {
    shared.written += count;
  } else {
    shared.stopped = true;
  }
}

void work(Shared& shared, const std::function<issuer::Issuer()>& make_issuer,
          const issuer::Request& request, std::string (*line_of)(const issuer::Issued&)) {
  try {
    issuer::Issuer issuer = make_issuer();
    std::string lines;
    while (!shared.stopped) {
      const std::int64_t share = take(shared);
      if (share == 0) return;
      lines.clear();
      for (std::int64_t i = 0; i < share; ++i) lines += line_of(issuer.issue(request)) + '\n';
      put(shared, lines, share);
    }
  } catch (...) {
    const std::lock_guard lock(shared.mutex);
    shared.problem = std::current_exception();
    shared.stopped = true;
  }
}

}  // namespace

std::string token_response(const issuer::Issued& issued) {
  jwt::ObjectWriter answer;
  answer.add("access_token", issued.access_token);
  if (!issued.refresh_token.empty()) answer.add("refresh_token", issued.refresh_token);
  if (!issued.scope.empty()) answer.add("scope", issued.scope);
  answer.add("token_type", "Bearer");
  const bool ends = issued.access.expires != issuer::never_expires;
  answer.add("expires_in",
             ends ? issued.access.expires - issued.access.issued : issuer::never_expires);
  return answer.json();
}

std::int64_t stream_tokens(std::ostream& out, std::int64_t count, std::int64_t threads,
                           const std::function<issuer::Issuer()>& make_issuer,
                           const issuer::Request& request,
                           std::string (*line_of)(const issuer::Issued&)) {
  Shared shared{.out = out, .left = count};
  {
    std::vector<std::jthread> others;
    const auto body = [&] { work(shared, make_issuer, request, line_of); };
    for (std::int64_t i = 1; i < threads; ++i) others.emplace_back(body);
    body();
  }
  if (shared.problem) std::rethrow_exception(shared.problem);
  return shared.written;
}

}  // namespace tokenshift::cli
