// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/jwt/pasted.hpp"

#include "tokenshift/base/text.hpp"
#include "tokenshift/jwt/json.hpp"

#include <algorithm>
#include <array>

namespace tokenshift::jwt {
namespace {

// A set of bytes, and searches by one look-up a byte: find_first_of() goes through the set for
// each, which took longer than a fourth of a verification.
class Bytes {
 public:
  constexpr explicit Bytes(std::string_view all) {
    for (const char c : all) in_[static_cast<unsigned char>(c)] = true;
  }

  constexpr bool has(char c) const { return in_[static_cast<unsigned char>(c)]; }

  bool hold(std::string_view text) const { return first_out(text, 0) == text.size(); }

  // The place of the first byte from `at` on that is in the set, or that is not; the end if none.
  std::size_t first_in(std::string_view text, std::size_t at) const { return find(text, at, true); }
  std::size_t first_out(std::string_view text, std::size_t at) const {
    return find(text, at, false);
  }

 private:
  std::size_t find(std::string_view text, std::size_t at, bool in) const {
    const auto stops = [&](std::size_t i) { return has(text[i]) == in; };
    while (at + 4 <= text.size() &&
           !(stops(at) || stops(at + 1) || stops(at + 2) || stops(at + 3))) {
      at += 4;
    }
    while (at < text.size() && !stops(at)) ++at;
    return at;
  }

  std::array<bool, 256> in_{};
};

// What stands between words; no token holds any of it.
constexpr Bytes blanks(" \t\r\n\v\f\"'`,;<>|");
constexpr Bytes blanks_in_line(" \t\r\v\f\"'`,;<>|");
constexpr Bytes around("\"'`,;<>()[]{}|&\\\xc2\xa0");
constexpr Bytes of_token("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
constexpr std::string_view jose_start = "eyJ";  // base64url of `{"`

std::size_t dots_in(std::string_view text) {
  std::size_t dots = 0;
  for (std::size_t at = text.find('.'); at != std::string_view::npos; at = text.find('.', at + 1)) {
    ++dots;
  }
  return dots;
}

// A word of the text, without what stands around it.
struct Word {
  std::string_view text;
  bool begins_line = false;
  bool ends_line = false;
};

std::string_view bare(std::string_view word) {
  while (!word.empty() && around.has(word.front())) word.remove_prefix(1);
  // `access_token=eyJ…` of a URL or a form: what is before the token is its name.
  const std::size_t start = word.starts_with(jose_start) ? 0 : word.find(jose_start);
  if (start != std::string_view::npos && start > 0 &&
      (word[start - 1] == '=' || word[start - 1] == ':' || around.has(word[start - 1]))) {
    word.remove_prefix(start);
  }
  if (word.starts_with(jose_start)) word = word.substr(0, word.find('&'));
  while (!word.empty() && around.has(word.back())) word.remove_suffix(1);
  return word;
}

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  bool fresh_line = true;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = blanks.first_out(text, at);
    if (begin == text.size()) break;
    fresh_line = fresh_line || text.substr(at, begin - at).find('\n') != std::string_view::npos;
    const std::size_t end = blanks.first_in(text, begin);
    const std::size_t next = blanks_in_line.first_out(text, end);
    const bool ends = next == text.size() || text[next] == '\n';
    words.push_back({bare(text.substr(begin, end - begin)), fresh_line, ends});
    fresh_line = false;
    at = end;
  }
  return words;
}

// Signatures have few lengths: one of them shows that a token is complete.
bool has_whole_signature(std::string_view token) {
  constexpr std::array<std::size_t, 10> lengths{43, 64, 86, 128, 152, 176, 342, 512, 683, 0};
  const std::size_t length = token.size() - token.rfind('.') - 1;
  return std::ranges::find(lengths, length) != lengths.end();
}

bool is_uuid(std::string_view word) {
  constexpr std::array<std::size_t, 4> dashes{8, 13, 18, 23};
  return word.size() == 36 &&
         std::ranges::all_of(dashes, [&](std::size_t i) { return word[i] == '-'; });
}

// Whether a word is the rest of a token that was folded at the end of a line.
bool continues(std::string_view token, const Word& word) {
  if (!word.begins_line || word.text.empty() || is_uuid(word.text)) return false;
  const std::size_t dots = dots_in(token);
  if (dots >= 2 && has_whole_signature(token)) return false;
  const std::size_t more = dots_in(word.text);
  return (dots < 2 || more == 0) && dots + more <= 4 && of_token.hold(word.text);
}

bool begins_token(std::string_view word) {
  if (word.starts_with(jose_start)) return true;
  // Two dots between parts of a length that no host name or number has.
  return dots_in(word) == 2 && word.size() >= 40 && of_token.hold(word);
}

std::vector<Pasted> of_words(const std::vector<Word>& words) {
  std::vector<Pasted> tokens;
  for (std::size_t i = 0; i < words.size() && tokens.size() < max_pasted_tokens; ++i) {
    if (!begins_token(words[i].text)) continue;
    std::string token(words[i].text);
    while (i + 1 < words.size() && words[i].ends_line && continues(token, words[i + 1])) {
      token += words[++i].text;
    }
    tokens.push_back({std::move(token), {}});
  }
  return tokens;
}

bool is_label(std::string_view word) {
  const std::string lower = to_lower(word);
  return lower == "bearer" || lower == "authorization:" || lower == "authorization:bearer";
}

// Where nothing looks like a token: lines of one word.
std::vector<Pasted> of_lines(const std::vector<Word>& words) {
  std::vector<Pasted> tokens;
  bool after_label = false;
  for (const Word& word : words) {
    const bool alone = (word.begins_line || after_label) && word.ends_line && !word.text.empty();
    after_label = is_label(word.text);
    if (alone && !after_label && tokens.size() < max_pasted_tokens) {
      tokens.push_back({std::string(word.text), {}});
    }
  }
  return tokens;
}

std::vector<Pasted> of_response(const JsonObject& object) {
  constexpr std::array<std::string_view, 5> names{"access_token", "refresh_token", "id_token",
                                                  "token", "assertion"};
  std::vector<Pasted> tokens;
  for (const JsonMember& member : object.members) {
    const std::string name = member.name.text();
    if (member.value.type != JsonType::string) continue;
    if (std::ranges::find(names, name) == names.end()) continue;
    tokens.push_back({member.value.string().text(), name});
  }
  return tokens;
}

}  // namespace

std::vector<Pasted> find_tokens(std::string_view text) {
  if (text.size() > max_pasted_bytes) return {};
  const std::string_view trimmed = tokenshift::trimmed(text);
  if (trimmed.starts_with('{')) {
    JsonObject object;
    const auto problem = read_object(trimmed, object, {.bytes = max_pasted_bytes});
    if (!problem || problem->reason == Reason::duplicate_member) {
      auto tokens = of_response(object);
      if (!tokens.empty()) return tokens;
      if (object.find("payload") != nullptr) return {{std::string(trimmed), {}}};
    }
  }
  const std::vector<Word> words = words_of(text);
  auto tokens = of_words(words);
  if (tokens.empty()) return of_lines(words);
  return tokens;
}

}  // namespace tokenshift::jwt
