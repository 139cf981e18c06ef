// SPDX-License-Identifier: Apache-2.0
//
// One pass over the text with a cursor. Verifying a token may cost little beside the signature, so
// nothing is allocated but the lists of members, and these are used again.
#include "tokenshift/jwt/json.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace tokenshift::jwt {
namespace {

// How many of the bytes at `at`, of which there are `stride`, come before the first that is a
// quote, a backslash, a control character or above ASCII; `stride` when none is.
#ifdef __SSE2__
constexpr std::ptrdiff_t stride = 16;

std::ptrdiff_t plain_bytes(const char* at) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
  const __m128i quotes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
  const __m128i backslashes = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
  const __m128i others = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));  // above ASCII is negative
  const auto marks = static_cast<unsigned>(
      _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quotes, backslashes), others)));
  return std::countr_zero(marks | 1U << 16U);
}
#else
constexpr std::ptrdiff_t stride = 8;

std::ptrdiff_t plain_bytes(const char* at) {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t tops = 0x8080808080808080U;
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
  // The top bit of a byte that is zero; above it, bits may be set that mean nothing.
  const auto zeros = [](std::uint64_t x) { return (x - ones) & ~x; };
  const std::uint64_t control = (bytes - ones * 0x20U) & ~bytes;
  const std::uint64_t marks =
      (zeros(bytes ^ (ones * '"')) | zeros(bytes ^ (ones * '\\')) | control | bytes) & tops;
  return marks == 0 ? stride : std::countr_zero(marks) / 8;
}
#endif

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

unsigned hex_value(const char* digits) {
  unsigned value = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = digits[i];
    const int digit = is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
    value = value << 4U | static_cast<unsigned>(digit);
  }
  return value;
}

// A bit for each of 64 classes of names, told without looking at all their bytes: two names without
// a bit in common are not the same. One with escapes may be the same as any.
std::uint64_t class_of(const JsonString& name) {
  if (!name.plain) return ~std::uint64_t{0};
  if (name.raw.empty()) return 1;
  const auto byte = [](char c) { return std::uint64_t{static_cast<unsigned char>(c)}; };
  constexpr std::uint64_t golden = 0x9E3779B97F4A7C15U;  // spreads keys over the upper bits
  const std::uint64_t key =
      name.raw.size() << 16U | byte(name.raw.front()) << 8U | byte(name.raw.back());
  return std::uint64_t{1} << (key * golden >> 58U);
}

bool same(const JsonString& one, const JsonString& other) {
  return one.plain && other.plain ? one.raw == other.raw : one.text() == other.text();
}

class Reader {
 public:
  Reader(std::string_view text, JsonObject& top, const JsonLimits& limits)
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()), top_(top), limits_(limits) {}

  std::optional<JsonProblem> read() {
    top_.members.clear();
    if (static_cast<std::size_t>(end_ - begin_) > limits_.bytes) {
      return JsonProblem{Reason::too_large, limits_.bytes, {}};
    }
    skip_blanks();
    const bool is_object = at_ < end_ && *at_ == '{';
    JsonValue value;
    if (!read_value(value)) return problem_;
    skip_blanks();
    if (at_ < end_) fail(Reason::bad_json, "there is more after the end");
    if (!problem_ && !is_object) fail(Reason::not_an_object, {});
    return problem_ ? problem_ : duplicate_;
  }

  JsonValue first_value() {
    JsonValue value;
    read_value(value);
    return value;
  }

 private:
  bool fail(Reason reason, std::string_view what) {
    if (!problem_) problem_ = JsonProblem{reason, static_cast<std::size_t>(at_ - begin_), what};
    return false;
  }

  void skip_blanks() {
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
  }

  bool read_value(JsonValue& value) {
    if (++values_ > limits_.values) return fail(Reason::too_many_values, {});
    if (at_ == end_) return fail(Reason::bad_json, "it ends where a value is due");
    const char* start = at_;
    bool good = false;
    switch (*at_) {
      case '"':
        value.type = JsonType::string;
        good = read_string();
        value.plain = plain_;
        break;
      case '{':
        value.type = JsonType::object;
        good = read_members();
        break;
      case '[':
        value.type = JsonType::array;
        good = read_elements();
        break;
      case 't':
        value.type = JsonType::boolean;
        good = read_word("true");
        break;
      case 'f':
        value.type = JsonType::boolean;
        good = read_word("false");
        break;
      case 'n':
        value.type = JsonType::null;
        good = read_word("null");
        break;
      default:
        value.type = JsonType::number;
        good = read_number();
    }
    value.raw = {start, static_cast<std::size_t>(at_ - start)};
    return good;
  }

  bool read_word(std::string_view word) {
    if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(word)) {
      return fail(Reason::bad_json, "a word that is no value");
    }
    at_ += word.size();
    return true;
  }

  bool read_digits() {
    if (at_ == end_ || !is_digit(*at_)) return fail(Reason::bad_json, "a digit is missing");
    while (at_ < end_ && is_digit(*at_)) ++at_;
    return true;
  }

  bool read_number() {
    if (*at_ == '-') ++at_;
    if (at_ < end_ && *at_ == '0') {
      ++at_;
    } else if (at_ == end_ || !is_digit(*at_)) {
      return fail(Reason::bad_json, "a character that begins no value");
    } else {
      read_digits();
    }
    if (at_ < end_ && *at_ == '.') {
      ++at_;
      if (!read_digits()) return false;
    }
    if (at_ < end_ && (*at_ == 'e' || *at_ == 'E')) {
      ++at_;
      if (at_ < end_ && (*at_ == '+' || *at_ == '-')) ++at_;
      if (!read_digits()) return false;
    }
    return true;
  }

  // at_ is at the quote that opens it, and then behind the one that closes it. Tells plain_.
  bool read_string() {
    ++at_;
    plain_ = true;
    while (true) {
      while (end_ - at_ >= stride) {
        const std::ptrdiff_t plain = plain_bytes(at_);
        at_ += plain;
        if (plain < stride) break;
      }
      if (at_ == end_) return fail(Reason::bad_json, "a string is not closed");
      const auto c = static_cast<unsigned char>(*at_);
      if (c == '"') break;
      if (c == '\\') {
        plain_ = false;
        if (!read_escape()) return false;
      } else if (c < 0x20) {
        return fail(Reason::bad_json, "a control character in a string");
      } else if (c < 0x80) {
        ++at_;
      } else if (!read_wide()) {
        return false;
      }
    }
    ++at_;
    return true;
  }

  bool read_unit(unsigned& unit) {
    if (end_ - at_ < 6 || at_[0] != '\\' || at_[1] != 'u' ||
        !std::all_of(at_ + 2, at_ + 6, is_hex)) {
      return fail(Reason::bad_json, "an escape that is none");
    }
    unit = hex_value(at_ + 2);
    at_ += 6;
    return true;
  }

  bool read_escape() {
    if (end_ - at_ < 2) return fail(Reason::bad_json, "a string is not closed");
    if (at_[1] != 'u') {
      if (std::string_view("\"\\/bfnrt").find(at_[1]) == std::string_view::npos) {
        return fail(Reason::bad_json, "an escape that is none");
      }
      at_ += 2;
      return true;
    }
    unsigned unit = 0;
    if (!read_unit(unit)) return false;
    if (unit < 0xD800 || unit > 0xDFFF) return true;
    constexpr std::string_view half = "half of a surrogate pair";
    if (unit > 0xDBFF || at_ == end_ || *at_ != '\\') return fail(Reason::bad_json, half);
    unsigned low = 0;
    if (!read_unit(low)) return false;
    return (low >= 0xDC00 && low <= 0xDFFF) || fail(Reason::bad_json, half);
  }

  // UTF-8 beyond ASCII (RFC 3629 §4).
  bool read_wide() {
    const auto byte = [&](int i) { return static_cast<unsigned char>(at_[i]); };
    const unsigned char lead = byte(0);
    const int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || end_ - at_ < length) return fail(Reason::bad_utf8, {});
    for (int i = 1; i < length; ++i) {
      if ((byte(i) & 0xC0U) != 0x80U) return fail(Reason::bad_utf8, {});
    }
    const unsigned char second = byte(1);
    const bool bad = (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
                     (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
    if (bad) return fail(Reason::bad_utf8, {});
    at_ += length;
    return true;
  }

  // Between the values of an object or array: true at a comma, which it passes.
  bool goes_on(char closing, bool& good) {
    skip_blanks();
    if (at_ < end_ && *at_ == closing) {
      ++at_;
      return false;
    }
    good = at_ < end_ && *at_ == ',';
    if (!good) return fail(Reason::bad_json, "a comma or the end of an object or array is missing");
    ++at_;
    skip_blanks();
    return true;
  }

  bool opens(char closing, bool& empty) {
    if (++depth_ > limits_.depth) return fail(Reason::too_deep, {});
    ++at_;
    skip_blanks();
    empty = at_ < end_ && *at_ == closing;
    if (empty) ++at_;
    return true;
  }

  bool read_elements() {
    bool done = false;
    if (!opens(']', done)) return false;
    bool good = true;
    while (!done) {
      JsonValue element;
      if (!read_value(element)) return false;
      done = !goes_on(']', good);
    }
    --depth_;
    return good;
  }

  // `seen` has the classes of the names that are in the object already.
  bool read_member(std::size_t first_name, std::uint64_t& seen) {
    if (at_ == end_ || *at_ != '"') return fail(Reason::bad_json, "a name is missing");
    const char* place = at_;
    if (!read_string()) return false;
    const JsonString name{{place + 1, static_cast<std::size_t>(at_ - place) - 2}, plain_};
    skip_blanks();
    if (at_ == end_ || *at_ != ':') return fail(Reason::bad_json, "a colon is missing");
    ++at_;
    skip_blanks();
    const std::uint64_t its_class = class_of(name);
    const bool repeated = (seen & its_class) != 0 && is_there(name, first_name);
    seen |= its_class;
    if (repeated && !duplicate_) {
      duplicate_ =
          JsonProblem{Reason::duplicate_member, static_cast<std::size_t>(place - begin_), {}};
    }
    return read_value_of(name, repeated);
  }

  // Whether the object that is read has the name already.
  bool is_there(const JsonString& name, std::size_t first_name) const {
    const auto it = [&](const JsonString& earlier) { return same(earlier, name); };
    if (depth_ == 1) return std::ranges::any_of(top_.members, it, &JsonMember::name);
    return std::ranges::any_of(std::span(names_).subspan(first_name), it);
  }

  bool read_value_of(const JsonString& name, bool repeated) {
    if (depth_ > 1) {
      names_.push_back(name);
      JsonValue unused;
      return read_value(unused);
    }
    // Filled in its place: to make it here and copy it takes longer than all else for a member.
    JsonMember& member = top_.members.emplace_back();
    member.name.raw = name.raw;
    member.name.plain = name.plain;
    member.repeated = repeated;
    if (read_value(member.value)) return true;
    top_.members.pop_back();
    return false;
  }

  bool read_members() {
    bool done = false;
    if (!opens('}', done)) return false;
    const std::size_t first_name = names_.size();
    std::uint64_t seen = 0;
    bool good = true;
    while (!done) {
      if (!read_member(first_name, seen)) return false;
      done = !goes_on('}', good);
    }
    names_.resize(first_name);
    --depth_;
    return good;
  }

  const char* begin_;
  const char* at_;
  const char* end_;
  JsonObject& top_;
  const JsonLimits& limits_;
  std::size_t depth_ = 0;
  std::size_t values_ = 0;
  bool plain_ = true;              // whether the string that was read last has no escapes
  std::vector<JsonString> names_;  // of the inner objects that are open
  std::optional<JsonProblem> problem_;
  std::optional<JsonProblem> duplicate_;
};

}  // namespace

std::optional<JsonProblem> read_object(std::string_view text, JsonObject& object,
                                       const JsonLimits& limits) {
  return Reader(text, object, limits).read();
}

JsonValue value_at(std::string_view text) {
  JsonObject unused;
  const JsonLimits limits;
  return Reader(text, unused, limits).first_value();
}

}  // namespace tokenshift::jwt
