// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/survey/class_file.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

namespace tokenshift::survey {
namespace {

// Of the constant pool (§4.4) only texts and classes matter; of the rest their length does.
constexpr std::uint8_t utf8 = 1;
constexpr std::uint8_t long_number = 5;
constexpr std::uint8_t double_number = 6;
constexpr std::uint8_t class_entry = 7;

struct Length {
  std::uint8_t tag;
  std::size_t bytes;
};
constexpr std::array lengths{
    Length{3, 4},  Length{4, 4},  Length{long_number, 8}, Length{double_number, 8},
    Length{7, 2},  Length{8, 2},  Length{9, 4},           Length{10, 4},
    Length{11, 4}, Length{12, 4}, Length{15, 3},          Length{16, 2},
    Length{17, 4}, Length{18, 4}, Length{19, 2},          Length{20, 2},
};

class Reader {
 public:
  Reader(std::string_view bytes, const std::string& place) : rest_(bytes), place_(&place) {}

  std::string_view take(std::size_t length) {
    if (rest_.size() < length) fail("it is cut off");
    const std::string_view taken = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return taken;
  }

  // Big-endian, of at most four bytes.
  std::uint32_t number(std::size_t length) {
    std::uint32_t value = 0;
    for (const char byte : take(length)) {
      value = (value << 8U) | static_cast<unsigned char>(byte);
    }
    return value;
  }

  [[noreturn]] void fail(std::string_view what) const {
    throw Error(ErrorKind::input, fmt::format("{}: {}", printable(*place_), what),
                "compile it anew");
  }

 private:
  std::string_view rest_;
  const std::string* place_;
};

struct Pool {
  std::map<std::uint32_t, std::string_view> texts;
  std::map<std::uint32_t, std::uint32_t> classes;  // to the text with the name
};

Pool read_pool(Reader& reader) {
  Pool pool;
  const std::uint32_t count = reader.number(2);
  for (std::uint32_t index = 1; index < count; ++index) {
    const auto tag = static_cast<std::uint8_t>(reader.number(1));
    if (tag == utf8) {
      pool.texts[index] = reader.take(reader.number(2));
      continue;
    }
    if (tag == class_entry) {
      pool.classes[index] = reader.number(2);
      continue;
    }
    const auto* const known = std::ranges::find(lengths, tag, &Length::tag);
    if (known == lengths.end()) reader.fail("its constants are of an unknown kind");
    reader.take(known->bytes);
    if (tag == long_number || tag == double_number) ++index;  // takes two places
  }
  return pool;
}

std::string name_of(const Pool& pool, std::uint32_t index, const Reader& reader) {
  const auto entry = pool.classes.find(index);
  if (entry == pool.classes.end()) reader.fail("it names no class");
  const auto text = pool.texts.find(entry->second);
  if (text == pool.texts.end()) reader.fail("it names no class");
  std::string name(text->second);
  std::ranges::replace(name, '/', '.');
  return name;
}

}  // namespace

ClassFile read_class(std::string_view bytes, const std::string& place) {
  Reader reader(bytes, place);
  if (!bytes.starts_with("\xCA\xFE\xBA\xBE")) reader.fail("no class file");
  reader.take(8);  // the mark and the version
  const Pool pool = read_pool(reader);
  reader.take(2);  // access flags
  ClassFile read{.name = name_of(pool, reader.number(2), reader)};
  if (const std::uint32_t superclass = reader.number(2); superclass != 0) {
    read.superclass = name_of(pool, superclass, reader);
  }
  return read;
}

}  // namespace tokenshift::survey
