// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>

namespace tokenshift::apim {

/// A line of YAML that says something: a key with its path, a comment, or `---`.
struct YamlLine {
  enum class Kind { key, comment, separator };
  Kind kind = Kind::key;
  std::span<const std::string_view> path;  ///< of a key, from the root; lists have no part
  std::string_view text;                   ///< what follows the key, or the comment's `#`
  std::size_t offset = 0;                  ///< of the key, or of the line
};

/// Goes over the block mappings of a text, as far as telling what kind of file it is needs that:
/// flow style, anchors and tags are not understood. Texts inside `|` and `>` are passed over.
void walk_yaml(std::string_view text, const std::function<void(const YamlLine&)>& visit);

}  // namespace tokenshift::apim
