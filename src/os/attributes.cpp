// SPDX-License-Identifier: Apache-2.0
#include "attributes.hpp"

#include "tokenshift/base/text.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace tokenshift::os {
namespace {

constexpr std::string_view access_list = "system.posix_acl_access";

// A result of flistxattr() or fgetxattr(), whose size is known only by asking; nothing where `call`
// says that there is no such thing. `call(buffer, size)`
template <class Call>
std::optional<std::string> sized(Call call, const std::filesystem::path& path) {
  for (;;) {
    const ssize_t size = call(nullptr, 0);
    if (size < 0) {
      if (errno == ENOTSUP || errno == ENODATA || errno == ENOSYS) return std::nullopt;
      throw system_error(path, "replaced with its attributes kept", errno);
    }
    std::string bytes(static_cast<std::size_t>(size), '\0');
    const ssize_t got = call(bytes.data(), bytes.size());
    if (got < 0 && errno == ERANGE) continue;  // it grew between the two calls
    if (got < 0) throw system_error(path, "replaced with its attributes kept", errno);
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
  }
}

std::vector<std::string> names(const Descriptor& file, const std::filesystem::path& path) {
  const auto list = sized(
      [&](char* buffer, std::size_t size) { return ::flistxattr(file.number(), buffer, size); },
      path);
  if (!list || list->empty()) return {};
  return split(std::string_view(*list).substr(0, list->size() - 1), '\0');
}

std::optional<std::string> value(const Descriptor& file, const std::string& name,
                                 const std::filesystem::path& path) {
  return sized(
      [&](char* buffer, std::size_t size) {
        return ::fgetxattr(file.number(), name.c_str(), buffer, size);
      },
      path);
}

// Hashes of the content, which the kernel keeps itself.
bool is_of_the_content(std::string_view name) {
  return name == "security.ima" || name == "security.evm";
}

void copy_extended(const Descriptor& from, const Descriptor& to,
                   const std::filesystem::path& path) {
  const std::vector<std::string> wanted = names(from, path);
  for (const std::string& name : wanted) {
    if (is_of_the_content(name)) continue;
    const auto wish = value(from, name, path);
    if (!wish || wish == value(to, name, path))
      continue;  // setting an equal label may be forbidden
    if (::fsetxattr(to.number(), name.c_str(), wish->data(), wish->size(), 0) == 0) continue;
    if (errno == ENOTSUP) continue;
    throw system_error(path, fmt::format("replaced with its attribute {} kept", printable(name)),
                       errno);
  }
  // A default list of the directory gives new files one that the old file may not have had.
  if (std::ranges::find(wanted, access_list) != wanted.end()) return;
  if (::fremovexattr(to.number(), access_list.data()) != 0 && errno != ENODATA &&
      errno != ENOTSUP && errno != ENOSYS) {
    throw system_error(path, "replaced without an access control list", errno);
  }
}

}  // namespace

void copy_attributes(const Descriptor& from, const Descriptor& to,
                     const std::filesystem::path& path) {
  struct stat wish {};
  struct stat present {};
  if (::fstat(from.number(), &wish) != 0 || ::fstat(to.number(), &present) != 0) {
    throw system_error(path, "read", errno);
  }
  // The owner first: changing it clears bits of the mode.
  const uid_t owner = wish.st_uid == present.st_uid ? static_cast<uid_t>(-1) : wish.st_uid;
  const gid_t group = wish.st_gid == present.st_gid ? static_cast<gid_t>(-1) : wish.st_gid;
  const bool differs = wish.st_uid != present.st_uid || wish.st_gid != present.st_gid;
  if (differs && ::fchown(to.number(), owner, group) != 0) {
    throw system_error(path, "replaced with its owner and group kept", errno);
  }
  copy_extended(from, to, path);
  if (::fchmod(to.number(), wish.st_mode & 07777U) != 0) {
    throw system_error(path, "replaced with its mode kept", errno);
  }
}

}  // namespace tokenshift::os
