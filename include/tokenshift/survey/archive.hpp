// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::survey {

/// The largest member that is unpacked: 64 MiB.
inline constexpr std::size_t max_member_bytes = std::size_t{64} << 20U;

/// A jar: a zip archive of which the list of members is read, and single members are. No zip64, no
/// encryption: jars have neither.
class Archive {
 public:
  /// Reads some bytes at an offset; fewer when there are no more.
  using Reader = std::function<std::string(std::size_t offset, std::size_t length)>;

  /// Throws Error{environment} when the file cannot be read, Error{input} when it is no zip
  /// archive.
  static Archive open(const std::filesystem::path& path);
  /// One that lies in another. `place` names it in errors.
  static Archive from_bytes(std::string bytes, std::string place);

  /// The bytes of a member; nothing where there is none of that name.
  /// Throws Error{input} when it is damaged, larger than max_member_bytes or packed in another way
  /// than "stored" and "deflated".
  std::optional<std::string> read(std::string_view name) const;

  /// The names of the members that end so.
  std::vector<std::string> names_ending(std::string_view ending) const;

  std::size_t size() const { return members_.size(); }

 private:
  struct Member {
    std::uint16_t method = 0;
    std::uint32_t crc = 0;
    std::size_t packed = 0;
    std::size_t unpacked = 0;
    std::size_t header = 0;  // of the local header
  };

  Archive(Reader reader, std::size_t length, std::string place);

  Reader reader_;
  std::string place_;
  std::map<std::string, Member, std::less<>> members_;
};

}  // namespace tokenshift::survey
