// SPDX-License-Identifier: Apache-2.0
//
// Reads files with toml++ and prints nothing: what a general TOML parser needs for the same bytes.
//
//   toml_parse FILE…
//
// The exit status is 1 when a file cannot be read.
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <cstdio>
#include <exception>
#include <string_view>

int main(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    try {
      const toml::table table = toml::parse_file(std::string_view(argv[i]));
      if (table.empty()) std::fprintf(stderr, "toml_parse: %s is empty\n", argv[i]);
    } catch (const std::exception& error) {
      std::fprintf(stderr, "toml_parse: %s: %s\n", argv[i], error.what());
      return 1;
    }
  }
  return 0;
}
