// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/jwt/reason.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tokenshift::jwt {

/// How much of it is read before it is refused (tokens.md §7.1).
inline constexpr std::size_t max_json_bytes = std::size_t{64} << 10U;
inline constexpr std::size_t max_json_depth = 32;
inline constexpr std::size_t max_json_values = 1000;

struct JsonLimits {
  std::size_t bytes = max_json_bytes;
  std::size_t depth = max_json_depth;    ///< objects and arrays in each other
  std::size_t values = max_json_values;  ///< values of any type, inner ones counted
};

enum class JsonType : std::uint8_t { object, array, string, number, boolean, null };

/// "object", "array", …
std::string_view to_string(JsonType type);

/// A string between its quotes, as it stands in the text.
struct JsonString {
  std::string_view raw;
  bool plain = true;  ///< without escapes, so that `raw` is the content

  /// The content, in UTF-8.
  std::string text() const;
  /// Whether the content is this text; nothing is allocated where it is plain.
  bool is(std::string_view text) const;
};

/// A value, as it stands in the text. Numbers keep all their digits that way.
struct JsonValue {
  JsonType type = JsonType::null;
  bool plain = true;     ///< for a string: without escapes
  std::string_view raw;  ///< for a string: with its quotes

  /// The string between its quotes; only for strings.
  JsonString string() const { return {raw.substr(1, raw.size() - 2), plain}; }
  /// Whether it is a string with this content.
  bool is(std::string_view text) const { return type == JsonType::string && string().is(text); }
  bool is_true() const { return type == JsonType::boolean && raw == "true"; }
};

struct JsonMember {
  JsonString name;
  JsonValue value;
  bool repeated = false;  ///< a member before it has the same name
};

/// An object as a list of its members, in the order of the text, repeated names too. It refers to
/// the text, which has to live as long.
struct JsonObject {
  std::vector<JsonMember> members;

  /// The first member of that name; nullptr where there is none.
  const JsonValue* find(std::string_view name) const;
};

/// Why a text is not read: bad_json, bad_utf8, too_large, too_deep, too_many_values, not_an_object
/// or duplicate_member, and the byte where it was noticed.
struct JsonProblem {
  Reason reason = Reason::bad_json;
  std::size_t offset = 0;
  std::string_view what;  ///< "a string is not closed"; empty where the reason says it all
};

/// Reads JSON (RFC 8259) whose top is an object: strictly, without a tree, all of it checked.
///
/// Inner objects and arrays stay text in JsonValue::raw; read them with this function or
/// elements_of(). A name that occurs twice in one object, at any depth, is a problem, but one that
/// leaves `object` complete: only then is it filled although a problem is returned.
/// `object` keeps its memory for the next text.
std::optional<JsonProblem> read_object(std::string_view text, JsonObject& object,
                                       const JsonLimits& limits = {});

/// The value that a text begins with. Only for texts that read_object() has checked.
JsonValue value_at(std::string_view text);

/// The elements of an array that read_object() has checked.
std::vector<JsonValue> elements_of(const JsonValue& array);

/// The number as a whole one; nothing where it has a fraction or exponent, or does not fit.
std::optional<std::int64_t> integer_of(const JsonValue& value);

/// A NumericDate (RFC 7519 §2) in milliseconds since 1970, rounded down, from all forms of JSON
/// numbers, by decimal arithmetic alone; nothing where it is no number or does not fit.
std::optional<std::int64_t> milliseconds_of(const JsonValue& value);

}  // namespace tokenshift::jwt
