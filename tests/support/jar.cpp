// SPDX-License-Identifier: Apache-2.0
#include "support/jar.hpp"

#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <fstream>

namespace tokenshift::test {
namespace {

std::string big(std::uint32_t number, unsigned bytes) {
  std::string text;
  for (unsigned i = bytes; i-- > 0;) text += static_cast<char>((number >> (8 * i)) & 0xFFU);
  return text;
}

std::string little(std::uint32_t number, unsigned bytes) {
  std::string text = big(number, bytes);
  std::ranges::reverse(text);
  return text;
}

// Bit by bit, not by the library that the program uses.
std::uint32_t crc32_of(const std::string& bytes) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

std::string stored(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string archive;
  std::string directory;
  for (const auto& [name, bytes] : members) {
    const auto size = static_cast<std::uint32_t>(bytes.size());
    const auto length = static_cast<std::uint32_t>(name.size());
    const std::string facts = little(0, 2) + little(0, 2) + little(0, 4) +
                              little(crc32_of(bytes), 4) + little(size, 4) + little(size, 4) +
                              little(length, 2) + little(0, 2);
    directory += "PK\x01\x02" + little(20, 2) + little(20, 2) + facts + little(0, 2) +
                 little(0, 2) + little(0, 2) + little(0, 4) +
                 little(static_cast<std::uint32_t>(archive.size()), 4) + name;
    archive += "PK\x03\x04" + little(20, 2) + facts + name + bytes;
  }
  const auto count = static_cast<std::uint32_t>(members.size());
  return archive + directory + "PK\x05\x06" + little(0, 4) + little(count, 2) + little(count, 2) +
         little(static_cast<std::uint32_t>(directory.size()), 4) +
         little(static_cast<std::uint32_t>(archive.size()), 4) + little(0, 2);
}

std::string deflated(const std::vector<std::pair<std::string, std::string>>& members) {
  const TempDir folder;
  std::string command =
      fmt::format("cd '{}' && python3 -m zipfile -c ../all.zip", (folder / "in").string());
  for (const auto& [name, bytes] : members) {
    put(folder / "in" / name, bytes);
    const std::string top = name.substr(0, name.find('/'));
    if (command.find(" " + top) == std::string::npos) command += " " + top;
  }
  REQUIRE(std::system(command.c_str()) == 0);  // NOLINT(cert-env33-c): words of this test
  return slurp(folder / "all.zip");
}

}  // namespace

std::string class_bytes(const std::string& name, const std::string& superclass) {
  const auto text = [](std::string words) {
    std::ranges::replace(words, '.', '/');
    return "\x01" + big(static_cast<std::uint32_t>(words.size()), 2) + words;
  };
  // Constants 1 to 6: a long, which takes two places, then the two classes with their names.
  return "\xCA\xFE\xBA\xBE" + big(61, 4) + big(7, 2) + "\x05" + big(0, 4) + big(7, 4) + text(name) +
         "\x07" + big(3, 2) + text(superclass) + "\x07" + big(5, 2) + big(0x21, 2) + big(4, 2) +
         big(6, 2) + big(0, 2) + big(0, 2) + big(0, 2) + big(0, 2);
}

std::string zip_bytes(const std::vector<std::pair<std::string, std::string>>& members,
                      bool deflate) {
  return deflate ? deflated(members) : stored(members);
}

std::string jar_of(const std::string& name, const std::string& superclass) {
  std::string path = name;
  std::ranges::replace(path, '.', '/');
  return zip_bytes({{"META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"},
                    {path + ".class", class_bytes(name, superclass)}});
}

void put(const std::filesystem::path& file, const std::string& bytes) {
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << bytes;
}

}  // namespace tokenshift::test
