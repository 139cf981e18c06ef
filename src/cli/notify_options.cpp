// SPDX-License-Identifier: Apache-2.0
#include "notify_options.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/issuer/notification.hpp"
#include "tokenshift/net/post.hpp"
#include "tokenshift/os/files.hpp"

#include "token_input.hpp"

#include <fmt/format.h>

namespace tokenshift::cli {
namespace {

constexpr const char* notify_path = "/internal/data/v1/notify";
constexpr std::size_t max_credentials = 4096;
constexpr int first_not_good = 300;

// A URL of a host alone means the service of the product.
std::string with_path(std::string url) {
  const std::size_t host = url.find("://");
  const std::size_t path = host == std::string::npos ? host : url.find('/', host + 3);
  if (host != std::string::npos && path == std::string::npos) return url + notify_path;
  if (path != std::string::npos && path + 1 == url.size()) return url + (notify_path + 1);
  return url;
}

}  // namespace

std::vector<Option> NotifyOptions::options() {
  return {
      {"--notify", "URL",
       "tell the control plane, https://HOST:9443, which then tells the running gateways; default: "
       "nobody is told",
       &url},
      {"--notify-credentials", "FILE",
       "the first line of FILE is user:password of an administrator of the control plane; without "
       "it --notify is refused",
       &credentials_file},
      {"--cacert", "FILE",
       "PEM of the certificate that --notify trusts; default: those the system trusts", &ca_file}};
}

ControlPlane::ControlPlane(const NotifyOptions& options)
    : url_(with_path(options.url)), ca_file_(options.ca_file) {
  net::require_safe(url_);
  if (options.credentials_file.empty()) {
    throw Error(ErrorKind::usage, "--notify needs credentials",
                "write user:password to a file that only you can read, and name it with "
                "--notify-credentials FILE");
  }
  require_file_name("--notify-credentials", options.credentials_file);
  std::string line = os::read_file(options.credentials_file, max_credentials);
  line.resize(std::min(line.find_first_of("\r\n"), line.size()));
  const std::size_t colon = line.find(':');
  const bool complete = colon != std::string::npos && colon > 0 && colon + 1 < line.size();
  if (complete) {
    user_ = line.substr(0, colon);
    password_ = crypto::Secret(std::string_view(line).substr(colon + 1));
  }
  crypto::wipe(line);
  if (complete) return;
  throw Error(
      ErrorKind::usage,
      fmt::format("{}: its first line is not user:password", printable(options.credentials_file)),
      "write the two on one line, with a colon between them");
}

void ControlPlane::tell(const std::vector<std::string>& events) const {
  for (const std::string& event : events) {
    const net::Answer answer = net::post({.url = url_,
                                          .body = event,
                                          .headers = {{std::string(issuer::key_manager_header),
                                                       std::string(issuer::key_manager_type)}},
                                          .user = user_,
                                          .password = &password_,
                                          .ca_file = ca_file_});
    if (answer.status < first_not_good) continue;
    const bool refused = answer.status == 401 || answer.status == 403;  // RFC 9110 §15.5
    throw Error(ErrorKind::environment, fmt::format("the control plane answered {}", answer.status),
                refused ? "check the credentials"
                        : "check the address; the service is /internal/data/v1/notify");
  }
}

std::optional<ControlPlane> control_plane(const NotifyOptions& options) {
  if (!options.url.empty()) return ControlPlane(options);
  if (options.credentials_file.empty() && options.ca_file.empty()) return std::nullopt;
  throw Error(ErrorKind::usage, "credentials or a certificate are given, but no --notify",
              "name the control plane with --notify https://HOST:9443");
}

}  // namespace tokenshift::cli
