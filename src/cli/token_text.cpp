// SPDX-License-Identifier: Apache-2.0
#include "token_text.hpp"

#include "tokenshift/base/text.hpp"
#include "tokenshift/jwt/reason.hpp"
#include "tokenshift/jwt/write.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::cli {
namespace {

using jwt::JsonMember;
using jwt::JsonObject;
using jwt::JsonType;

constexpr std::array<std::string_view, 5> time_claims{"exp", "iat", "nbf", "auth_time",
                                                      "updated_at"};
constexpr std::int64_t last_year = 253402300799999;  // 9999-12-31T23:59:59.999Z

// Lines of name and value; long names do not push the values away.
void append_members(std::string& text, const Program& program, const JsonObject& object) {
  constexpr std::size_t widest = 16;
  std::size_t width = 0;
  for (const JsonMember& member : object.members) {
    width = std::max(width, std::min(widest, display_width(printable(member.name.text()))));
  }
  for (const JsonMember& member : object.members) {
    const std::string name = printable(member.name.text());
    const std::size_t gap = width - std::min(width, display_width(name));
    text += fmt::format("  {}{}  {}", name, std::string(gap, ' '), tidy_json(member.value.raw));
    const std::string time = explained_time(name, member.value, program.now());
    if (!time.empty()) text += "  " + program.paint_out(Tone::faint, time);
    if (member.repeated) {
      text += "  " + program.paint_out(Tone::bad, "again: two readers may see two values");
    }
    text += '\n';
  }
}

// A part that is no object: as it is, cut where it is long.
void append_raw(std::string& text, std::string_view part) {
  constexpr std::size_t longest = 500;
  text += fmt::format("  {}{}\n", printable(part.substr(0, longest)),
                      part.size() > longest ? " …" : "");
}

void append_part(std::string& text, const Program& program, std::string_view title,
                 const JsonObject& object, std::string_view raw) {
  if (raw.empty()) return;
  text += program.paint_out(Tone::strong, title) + "\n";
  if (object.members.empty() && raw != "{}") return append_raw(text, raw);
  append_members(text, program, object);
}

std::string signature_text(const jwt::CompactToken& token) {
  if (token.signature().empty()) return "none: anybody could have written this";
  return fmt::format("{} bytes, not verified", token.signature().size());
}

std::string times_json(const JsonObject& claims, Time now) {
  jwt::ObjectWriter times;
  for (const JsonMember& member : claims.members) {
    const std::string name = member.name.text();
    const std::string text = explained_time(name, member.value, now);
    if (!text.empty() && !member.repeated) times.add(name, text);
  }
  return times.json();
}

// An object as it is; null where it could not be read.
std::string object_json(const JsonObject& object, std::string_view raw) {
  return object.members.empty() && raw != "{}" ? "null" : tidy_json(raw);
}

bool steers(std::uint32_t c) {
  return (c >= 0x7F && c < 0xA0) || c == 0x200E || c == 0x200F || c == 0x061C ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

}  // namespace

std::string tidy_json(std::string_view json) {
  std::string tidy;
  tidy.reserve(json.size());
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(json[i + k]); };
    if (c == '"') in_string = !in_string;
    if (!in_string && (c == ' ' || c == '\n' || c == '\r' || c == '\t')) continue;
    if (c == '\\' && i + 1 < json.size()) {
      tidy += {c, json[++i]};
      continue;
    }
    std::uint32_t code = byte(0);
    std::size_t length = 1;
    if ((byte(0) & 0xE0U) == 0xC0U && i + 1 < json.size()) {
      code = (byte(0) & 0x1FU) << 6U | (byte(1) & 0x3FU);
      length = 2;
    } else if ((byte(0) & 0xF0U) == 0xE0U && i + 2 < json.size()) {
      code = (byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
      length = 3;
    }
    if (steers(code)) {
      tidy += fmt::format("\\u{:04x}", code);
    } else {
      tidy += json.substr(i, length);
    }
    i += length - 1;
  }
  return tidy;
}

std::string explained_time(std::string_view claim, const jwt::JsonValue& value, Time now) {
  if (std::ranges::find(time_claims, claim) == time_claims.end()) return {};
  if (value.type != JsonType::number) return {};
  if (claim == "exp" && value.raw == jwt::never_expires) return "never";
  const auto milliseconds = jwt::milliseconds_of(value);
  if (!milliseconds || *milliseconds > last_year || *milliseconds < -last_year / 4) {
    return "no time that a calendar has";
  }
  const Time time{std::chrono::milliseconds{*milliseconds}};
  const auto distance = time - now;
  if (distance.count() >= 0 && distance < std::chrono::seconds{1})
    return to_rfc3339(time) + ", now";
  return distance.count() > 0 ? fmt::format("{}, in {}", to_rfc3339(time), in_words(distance))
                              : fmt::format("{}, {} ago", to_rfc3339(time), in_words(distance));
}

Decoded decode(jwt::CompactToken& token, std::string_view text, std::string name) {
  token.read(text);
  const jwt::KnownClaims header(token.header());
  const jwt::KnownClaims claims(token.claims());
  return {.token = token,
          .recognition = jwt::recognise(token, header, claims),
          .name = std::move(name)};
}

std::string failure_text(const jwt::Failure& failure) {
  const jwt::ReasonRow& row = jwt::reasons()[static_cast<std::size_t>(failure.reason)];
  return failure.detail.empty()
             ? fmt::format("{}: {}", row.id, row.explanation)
             : fmt::format("{}: {} ({})", row.id, row.explanation, failure.detail);
}

std::string failures_json(const std::vector<jwt::Failure>& failures) {
  if (failures.empty()) return "[]";
  std::string list;
  for (const jwt::Failure& failure : failures) {
    const jwt::ReasonRow& row = jwt::reasons()[static_cast<std::size_t>(failure.reason)];
    jwt::ObjectWriter object;
    object.add("id", row.id).add("explanation", row.explanation);
    if (!failure.detail.empty()) object.add("detail", failure.detail);
    list += (list.empty() ? "" : ",") + object.json();
  }
  return "[" + list + "]";
}

std::string decoded_text(const Program& program, const Decoded& decoded) {
  const jwt::CompactToken& token = decoded.token;
  std::string text =
      decoded.name.empty() ? "" : program.paint_out(Tone::strong, decoded.name) + "\n";
  text += fmt::format("{}\n", jwt::sentence_of(decoded.recognition));
  append_part(text, program, "header", token.header(), token.header_text());
  append_part(text, program, "claims", token.claims(), token.payload_text());
  if (token.has_three_parts()) {
    text += program.paint_out(Tone::strong, "signature") + "  " + signature_text(token) + "\n";
  }
  for (const jwt::Failure& failure : token.failures()) {
    if (failure.reason == jwt::Reason::opaque || failure.reason == jwt::Reason::encrypted) continue;
    text += program.paint_out(Tone::bad, "wrong") + "  " + failure_text(failure) + "\n";
  }
  return text;
}

std::string decoded_json(const Decoded& decoded, Time now, bool alone) {
  const jwt::CompactToken& token = decoded.token;
  jwt::ObjectWriter object;
  if (alone) object.add("schema_version", 1);
  object.add("verified", false);
  if (!decoded.name.empty()) object.add("name", decoded.name);
  object.add("kind", to_string(decoded.recognition.kind));
  object.add("profile", to_string(decoded.recognition.profile));
  object.add("explanation", jwt::sentence_of(decoded.recognition));
  object.add_json("header", object_json(token.header(), token.header_text()));
  object.add_json("claims", object_json(token.claims(), token.payload_text()));
  object.add_json("times", times_json(token.claims(), now));
  object.add("signature_bytes", static_cast<std::int64_t>(token.signature().size()));
  object.add_json("problems", failures_json(token.failures()));
  return object.json();
}

}  // namespace tokenshift::cli
