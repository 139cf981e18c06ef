// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../command.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tokenshift::cli {

/// What may be offered for a value at the TAB.
enum class Offer { nothing, words, files, directories, report, database, answers };

/// What an option or argument takes.
struct Value {
  Offer offer = Offer::nothing;
  /// Of `words` and `report`: the words. Of `answers`: the one question, see answers.hpp.
  std::vector<std::string> words{};

  bool operator==(const Value&) const = default;
};

/// What an option that takes a value, or an argument, is completed with. Nothing when the table
/// does not know its name or its placeholder, which a test forbids.
std::optional<Value> known_value(const Option& option);

/// The same, with nothing to offer when it is not known.
Value value_of(const Option& option);

/// The value as a script holds it: "words table json", "ask runs", "file", "directory", "nothing".
std::string script_word(const Value& value);

}  // namespace tokenshift::cli
