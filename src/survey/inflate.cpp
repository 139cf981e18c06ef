// SPDX-License-Identifier: Apache-2.0
#include "inflate.hpp"

#define ZLIB_CONST
#include <zlib.h>

namespace tokenshift::survey {
namespace {

const Bytef* bytes_of(std::string_view text) {
  return reinterpret_cast<const Bytef*>(text.data());  // NOLINT(*-reinterpret-cast)
}

}  // namespace

std::optional<std::string> inflated(std::string_view packed, std::size_t size) {
  std::string bytes(size, '\0');
  z_stream stream{};
  stream.next_in = bytes_of(packed);
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());  // NOLINT(*-reinterpret-cast)
  stream.avail_out = static_cast<uInt>(bytes.size());
  // Negative: bare, without the header of zlib.
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return std::nullopt;
  const int ended = inflate(&stream, Z_FINISH);
  const bool all = ended == Z_STREAM_END && stream.total_out == size;
  inflateEnd(&stream);
  return all ? std::optional(std::move(bytes)) : std::nullopt;
}

std::uint32_t crc32_of(std::string_view bytes) {
  return static_cast<std::uint32_t>(
      crc32(crc32(0, nullptr, 0), bytes_of(bytes), static_cast<uInt>(bytes.size())));
}

}  // namespace tokenshift::survey
