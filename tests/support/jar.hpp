// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace tokenshift::test {

/// The bytes of a Java class that extends another one and has nothing in it; names with dots.
std::string class_bytes(const std::string& name, const std::string& superclass);

/// A zip archive with these members. `deflate`: packed by Python, as javac's own jars are; else
/// stored, byte by byte from here.
std::string zip_bytes(const std::vector<std::pair<std::string, std::string>>& members,
                      bool deflate = false);

/// A jar with one class.
std::string jar_of(const std::string& name, const std::string& superclass);

/// Writes a file, and the folders above it.
void put(const std::filesystem::path& file, const std::string& bytes);

}  // namespace tokenshift::test
