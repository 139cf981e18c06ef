// SPDX-License-Identifier: Apache-2.0
#include "yaml.hpp"

#include "tokenshift/base/text.hpp"

#include <algorithm>
#include <vector>

namespace tokenshift::apim {
namespace {

class Walk {
 public:
  explicit Walk(const std::function<void(const YamlLine&)>& visit) : visit_(visit) {}

  void line(std::string_view line, std::size_t offset) {
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    const std::string_view content = trimmed(line.substr(indent));
    if (content.empty()) return;
    if (indent > block_indent_) return;
    block_indent_ = no_block;
    if (line.starts_with("---")) {
      path_.clear();
      indents_.clear();
      visit_({.kind = YamlLine::Kind::separator, .offset = offset});
    } else if (content.front() == '#') {
      visit_({.kind = YamlLine::Kind::comment, .text = content.substr(1), .offset = offset});
    } else {
      key(content, indent, offset + indent);
    }
  }

 private:
  void key(std::string_view content, std::size_t indent, std::size_t offset) {
    while (content.starts_with("- ")) {
      const std::size_t step = std::min(content.find_first_not_of(' ', 1), content.size());
      content.remove_prefix(step);
      indent += step;
      offset += step;
    }
    const std::size_t colon = colon_of(content);
    if (colon == std::string_view::npos) return;
    while (!indents_.empty() && indents_.back() >= indent) {
      indents_.pop_back();
      path_.pop_back();
    }
    constexpr std::size_t deepest = 100;  // nobody writes deeper; memory stays small
    if (path_.size() >= deepest) return;
    indents_.push_back(indent);
    path_.push_back(without_quotes(content.substr(0, colon)));
    const std::string_view value = trimmed(content.substr(colon + 1));
    visit_({.path = path_, .text = value, .offset = offset});
    if (value.starts_with('|') || value.starts_with('>')) block_indent_ = indent;
  }

  // Of the colon that ends a key: a space or the end of the line follows.
  static std::size_t colon_of(std::string_view content) {
    std::size_t at = content.find(':');
    while (at != std::string_view::npos && at + 1 < content.size() && content[at + 1] != ' ') {
      at = content.find(':', at + 1);
    }
    return at;
  }

  static std::string_view without_quotes(std::string_view key) {
    key = trimmed(key);
    const bool quoted =
        key.size() >= 2 && (key.front() == '"' || key.front() == '\'') && key.front() == key.back();
    return quoted ? key.substr(1, key.size() - 2) : key;
  }

  const std::function<void(const YamlLine&)>& visit_;
  std::vector<std::string_view> path_;
  std::vector<std::size_t> indents_;  // of each part of the path
  static constexpr std::size_t no_block = std::string_view::npos;
  std::size_t block_indent_ = no_block;  // of the key whose text follows
};

}  // namespace

void walk_yaml(std::string_view text, const std::function<void(const YamlLine&)>& visit) {
  Walk walk(visit);
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    walk.line(text.substr(start, end - start), start);
    start = end + 1;
  }
}

}  // namespace tokenshift::apim
