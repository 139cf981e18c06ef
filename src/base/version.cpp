// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/version.hpp"

#include "tokenshift/base/text.hpp"

namespace tokenshift {
namespace {

std::string in_words(std::string_view how) {
  if (how == "loaded") return "when needed";
  return how == "static" ? "statically" : "dynamically";
}

}  // namespace

std::string_view program_version() { return TOKENSHIFT_VERSION; }

std::string_view program_date() { return TOKENSHIFT_DATE; }

std::vector<Library> program_libraries() {
  std::vector<Library> libraries;
  for (const std::string& row : split(TOKENSHIFT_LIBRARIES, ',')) {
    const auto words = split(row, ' ');
    libraries.push_back({words.at(0), words.at(1), in_words(words.at(2))});
  }
  return libraries;
}

}  // namespace tokenshift
