// SPDX-License-Identifier: Apache-2.0
// PKWARE's APPNOTE.TXT 6.3: §4.3.7 local header, §4.3.12 central directory, §4.3.16 its end.
#include "tokenshift/survey/archive.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "inflate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>

namespace tokenshift::survey {
namespace {

constexpr std::size_t end_size = 22;
constexpr std::size_t longest_comment = 65'535;
constexpr std::size_t central_size = 46;
constexpr std::size_t local_size = 30;
constexpr std::size_t max_directory = std::size_t{64} << 20U;
constexpr std::string_view end_mark("PK\x05\x06", 4);
constexpr std::string_view central_mark("PK\x01\x02", 4);
constexpr std::string_view local_mark("PK\x03\x04", 4);
constexpr std::uint16_t stored = 0;
constexpr std::uint16_t deflated = 8;

[[noreturn]] void damaged(const std::string& place, std::string_view what) {
  throw Error(ErrorKind::input, fmt::format("{}: {}", printable(place), what),
              "look at it with unzip -t, and put the right file in its place");
}

// Little-endian; the caller has made sure that the bytes are there.
std::uint32_t little(std::string_view bytes, std::size_t at, std::size_t length) {
  std::uint32_t number = 0;
  for (std::size_t i = length; i-- > 0;) {
    number = (number << 8U) | static_cast<unsigned char>(bytes[at + i]);
  }
  return number;
}
std::uint16_t two(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(little(bytes, at, 2));
}
std::uint32_t four(std::string_view bytes, std::size_t at) { return little(bytes, at, 4); }

struct Directory {
  std::size_t offset = 0;
  std::size_t length = 0;
};

// The end of the central directory is the last thing but a comment.
Directory directory_of(const Archive::Reader& read, std::size_t length, const std::string& place) {
  const std::size_t tail = std::min(length, end_size + longest_comment);
  const std::string bytes = read(length - tail, tail);
  const std::size_t end = bytes.rfind(end_mark);
  if (end == std::string::npos || bytes.size() - end < end_size) damaged(place, "no zip archive");
  const Directory found{.offset = four(bytes, end + 16), .length = four(bytes, end + 12)};
  if (found.offset > length || found.length > length - found.offset ||
      found.length > max_directory) {
    damaged(place, "its list of members is not where it says");
  }
  return found;
}

}  // namespace

Archive::Archive(Reader reader, std::size_t length, std::string place)
    : reader_(std::move(reader)), place_(std::move(place)) {
  const Directory directory = directory_of(reader_, length, place_);
  const std::string list = reader_(directory.offset, directory.length);
  std::string_view rest = list;
  while (rest.starts_with(central_mark)) {
    if (rest.size() < central_size) damaged(place_, "its list of members is cut off");
    const std::size_t name = two(rest, 28);
    const std::size_t all = central_size + name + two(rest, 30) + two(rest, 32);
    if (rest.size() < all) damaged(place_, "its list of members is cut off");
    members_.insert_or_assign(std::string(rest.substr(central_size, name)),
                              Member{.method = two(rest, 10),
                                     .crc = four(rest, 16),
                                     .packed = four(rest, 20),
                                     .unpacked = four(rest, 24),
                                     .header = four(rest, 42)});
    rest.remove_prefix(all);
  }
}

// The file is opened anew for each read: a home has more jars than a process may have open files.
Archive Archive::open(const std::filesystem::path& path) {
  std::error_code problem;
  const auto length = std::filesystem::file_size(path, problem);
  if (problem) {
    throw Error(ErrorKind::environment,
                fmt::format("{}: {}", printable(path.string()), problem.message()),
                "check that it is there and that this user may read it");
  }
  const auto read = [path](std::size_t offset, std::size_t count) {
    std::string bytes(count, '\0');
    std::ifstream file(path, std::ios::binary);
    file.seekg(static_cast<std::streamoff>(offset));
    file.read(bytes.data(), static_cast<std::streamsize>(count));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
  };
  return {read, static_cast<std::size_t>(length), path.string()};
}

Archive Archive::from_bytes(std::string bytes, std::string place) {
  const auto all = std::make_shared<const std::string>(std::move(bytes));
  const auto read = [all](std::size_t offset, std::size_t count) {
    return offset > all->size() ? std::string() : all->substr(offset, count);
  };
  return {read, all->size(), std::move(place)};
}

std::optional<std::string> Archive::read(std::string_view name) const {
  const auto found = members_.find(name);
  if (found == members_.end()) return std::nullopt;
  const Member& member = found->second;
  const std::string place = fmt::format("{}!/{}", place_, name);
  if (member.unpacked > max_member_bytes || member.packed > max_member_bytes) {
    damaged(place, "too large");
  }
  const std::string header = reader_(member.header, local_size);
  if (header.size() < local_size || !header.starts_with(local_mark)) {
    damaged(place, "it is not where the list of members says");
  }
  const std::size_t start = member.header + local_size + two(header, 26) + two(header, 28);
  std::string packed = reader_(start, member.packed);
  if (packed.size() != member.packed) damaged(place, "it is cut off");
  if (member.method != stored && member.method != deflated) {
    damaged(place, fmt::format("it is packed by method {}", member.method));
  }
  auto bytes = member.method == stored ? std::optional(std::move(packed))
                                       : inflated(packed, member.unpacked);
  if (!bytes || bytes->size() != member.unpacked || crc32_of(*bytes) != member.crc) {
    damaged(place, "it is damaged");
  }
  return bytes;
}

std::vector<std::string> Archive::names_ending(std::string_view ending) const {
  std::vector<std::string> names;
  for (const auto& [name, member] : members_) {
    if (name.ends_with(ending)) names.push_back(name);
  }
  return names;
}

}  // namespace tokenshift::survey
