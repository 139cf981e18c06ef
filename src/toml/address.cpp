// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/toml/address.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "locate.hpp"
#include "names.hpp"
#include "scanner.hpp"
#include "strings.hpp"

#include <fmt/format.h>

namespace tokenshift::toml {
namespace {

// Reads an address from left to right. Names are read by the scanner of keys, so that quotes and
// spaces mean what they mean in the file.
class AddressReader {
 public:
  explicit AddressReader(std::string_view text) : text_(text) {}

  Address read() {
    Address address;
    while (true) {
      address.push_back({.key = name()});
      if (accept('[')) address.back().choice = choice();
      if (at_ == text_.size()) return address;
      expect('.');
    }
  }

 private:
  [[noreturn]] void refuse() const {
    throw Error(ErrorKind::usage, fmt::format("'{}' is no key", printable(text_)),
                "write it like oauth.token_persistence.enable, or with a choice like "
                "oauth.extensions.token_types[name=JWT].issuer; put parts with other characters in "
                "double quotes");
  }

  void skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  bool accept(char c) {
    skip_blanks();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    skip_blanks();
    return true;
  }

  void expect(char c) {
    if (!accept(c)) refuse();
  }

  std::string name() {
    skip_blanks();
    const std::string_view rest = text_.substr(at_);
    Scanner scanner(rest);
    const Token token = scanner.next();
    const std::string_view source = rest.substr(token.begin, token.end - token.begin);
    const bool is_string = token.kind == TokenKind::string && !token.broken && !token.multiline &&
                           !find_bad_escape(source);
    if ((!is_string && token.kind != TokenKind::bare_key) || token.begin != 0) refuse();
    at_ += token.end;
    skip_blanks();
    return is_string ? unquoted(source) : std::string(source);
  }

  // `field=text]`; a text without quotes goes up to the bracket.
  Choice choice() {
    Choice choice{.field = name(), .text = {}};
    expect('=');
    if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) {
      choice.text = name();
      expect(']');
      return choice;
    }
    const std::size_t end = text_.find(']', at_);
    if (end == std::string_view::npos) refuse();
    choice.text = trimmed(text_.substr(at_, end - at_));
    at_ = end;
    expect(']');
    return choice;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

bool has_table(const Model& model, Index node) {
  const Role role = model.nodes[node].role;
  return role != Role::value || model.nodes[node].length == 0;
}

}  // namespace

std::string to_string(const Address& address) {
  std::string text;
  for (const Step& step : address) {
    if (!text.empty()) text.push_back('.');
    text.append(written(step.key));
    if (step.choice.has_value()) {
      text.append(fmt::format("[{}={}]", written(step.choice->field), written(step.choice->text)));
    }
  }
  return text;
}

Address parse_address(std::string_view text) { return AddressReader(text).read(); }

Address address_of(const KeyPath& path) {
  Address address;
  for (const std::string& part : path) address.push_back({.key = part});
  return address;
}

Found find(const Document& document, const Address& address) {
  const Model& model = document.model();
  const Reach reach = reach_of(model, address);
  Locator locator(model);
  Found found;
  for (const Index element : reach.chosen) {
    found.chosen.push_back(locator.at(model.nodes[element].position));
  }
  if (!reach.is_whole()) return found;
  found.is_table = has_table(model, reach.node);
  if (model.nodes[reach.node].role == Role::array_of_tables) {
    for (Index at = model.nodes[reach.node].first_child; at != no_index; at = model.nodes[at].next)
      ++found.elements;
  }
  const Node& node = model.nodes[reach.node];
  if (node.length > 0) found.value = model.value_of(node, locator);
  return found;
}

std::vector<std::pair<std::string, Value>> values_below(const Document& document,
                                                        const Address& address) {
  const Reach reach = reach_of(document.model(), address);
  if (!reach.is_whole()) return {};
  return element_of(document.model(), reach.node).values;
}

std::string_view literal_of(const Document& document, const Value& value) {
  return std::string_view(document.text()).substr(value.location.offset, value.length);
}

}  // namespace tokenshift::toml
