// SPDX-License-Identifier: Apache-2.0
// Ways to turn the optimization off or to break it, and edits that do neither.
#pragma once

#include "cases.hpp"

namespace tokenshift::test {

/// A file with the optimization on, in one of the spellings.
struct Enabled {
  std::string name;
  std::string text;
  std::string version;
  bool absent_is_off = true;
  bool may_reorder = true;  ///< its blocks may stand in any order
};

inline constexpr std::string_view statement = "enable = false";
inline constexpr std::string_view key_table = "token_persistence";
inline constexpr std::string_view types_entry = "[[oauth.extensions.token_types]]";

/// The file with another text in place of the statement that switches the optimization on.
inline std::string with_statement(const Enabled& file, std::string_view now) {
  return with_after(file.text, key_table, statement, now);
}
/// The file with a change in the entry that names the issuer.
inline std::string with_entry(const Enabled& file, std::string_view old, std::string_view now) {
  return with_after(file.text, types_entry, old, now);
}
/// Whether the file says itself that the optimization is on.
inline bool is_written(const Enabled& file) {
  return file.text.find(key_table) != std::string::npos;
}

inline std::vector<Enabled> enabled_files() {
  const std::string table = "[oauth.token_persistence]\nenable = false\n\n";
  const std::string tenants = "add_tenant_domain_to_access_token = true\n";
  const std::string bare = with(enabled_46, table, "");
  return {
      {"table", enabled_46, "4.6.0"},
      {"dotted key", with(bare, tenants, tenants + "token_persistence.enable = false\n"), "4.4.0"},
      {"braces", with(bare, tenants, tenants + "token_persistence = { enable = false }\n"),
       "4.3.0"},
      {"shipped with 4.7", shipped_47, "4.7.0", false},
      {"written with 4.7", shipped_47 + "\n" + table, "4.7.0", false},
  };
}

/// Every place where a line begins, from the first to behind the last.
inline std::vector<std::size_t> line_starts(const std::string& text) {
  std::vector<std::size_t> starts{0};
  for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) {
    starts.push_back(at + 1);
  }
  return starts;
}

inline std::string inserted(std::string text, std::size_t at, std::string_view piece) {
  return text.insert(at, piece);
}

/// A word with one letter left out, doubled or in the other case.
inline std::vector<std::string> misspelled(const std::string& word) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < word.size(); ++i) {
    all.push_back(std::string(word).erase(i, 1));
    all.push_back(inserted(word, i, word.substr(i, 1)));
    std::string other = word;
    other[i] = static_cast<char>(other[i] ^ 0x20);
    const bool letter = (word[i] | 0x20) >= 'a' && (word[i] | 0x20) <= 'z';
    if (letter) all.push_back(other);
  }
  std::erase(all, word);
  return all;
}

inline const std::vector<std::string> true_spellings{
    "true",
    "\"true\"",
    "\"TRUE\"",
    "'True'",
    "'''true'''",
    R"("""tRUE""")",
    "\"$env{TP}\"",
    "\"$sys{tp}\"",
    "\"$ref{no.such}\"",
    "\"$secret{tp}\"",
    "\"\\u0074rue\"",
    "\"\"",
    "'tRuE'",
    "\"${x}$env{TP}\"",
};

inline void break_issuer(const Enabled& file, std::vector<std::string>& all) {
  const std::string issuer = "ExtendedJWTTokenIssuer";
  const std::string package = "org.wso2.is.key.manager.tokenpersistence.issuer";
  for (const auto& word : misspelled(issuer)) all.push_back(with_entry(file, issuer, word));
  for (const auto& word : misspelled(package)) all.push_back(with_entry(file, package, word));
  for (const auto& word : misspelled("JWT")) {
    all.push_back(with_entry(file, "\"JWT\"", "\"" + word + "\""));
  }
  for (const std::string name : {"\"JWT \"", "\" JWT\"", "\"$env{NAME}\"", "\"Default\""}) {
    all.push_back(with_entry(file, "\"JWT\"", name));
  }
  const std::string later = "\n[[oauth.extensions.token_types]]\nname = \"JWT\"\n";
  for (const std::string line :
       {"", "issuer = \"\"\n", "issuer = \"$env{ISSUER}\"\n", "issuer = \"a.B\"\n",
        "issuer = \"org.wso2.carbon.identity.oauth2.token.JWTTokenIssuer\"\n"}) {
    all.push_back(file.text + later + line);
  }
  for (const std::string header :
       {"[oauth.extensions.token_types]", "[[oauth.extensions.tokentypes]]",
        "[[\"oauth.extensions.token_types\"]]", "#[[oauth.extensions.token_types]]", "[[other]]"}) {
    all.push_back(with_entry(file, types_entry, header));
  }
  all.push_back(file.text + "\n[oauth.extensions]\n");
  all.push_back(file.text + "\n[oauth.extensions]\ntoken_types = []\n");
}

inline void break_syntax(const Enabled& file, std::vector<std::string>& all) {
  for (const std::size_t at : line_starts(file.text)) {
    for (const std::string line : {"<<<<<<< HEAD\n", "enable = False\n", "\xC2\xA0\n"}) {
      all.push_back(inserted(file.text, at, line));
    }
  }
  all.push_back("\xEF\xBB\xBF" + file.text);
  all.push_back(file.text + "\n[server]\n");
  all.push_back(file.text + file.text);
  std::string carriage_returns = file.text;
  std::ranges::replace(carriage_returns, '\n', '\r');
  all.push_back(carriage_returns);
}

// Where an absent key means off.
inline void lose_key(const Enabled& file, std::vector<std::string>& all) {
  for (const auto& word : misspelled("token_persistence")) {
    all.push_back(with_after(file.text, key_table, key_table, word));
  }
  for (const auto& word : misspelled("enable")) {
    all.push_back(with_statement(file, word + " = false"));
  }
  const std::size_t place = file.text.find(key_table);
  const std::size_t own_line = file.text.rfind('\n', place) + 1;
  for (const std::size_t at : line_starts(file.text)) {
    if (at <= own_line) all.push_back(file.text.substr(0, at));  // cut off
  }
  for (const std::string header : {"[x]\n", "[[x]]\n", "[oauth.x]\n", "[server.x.y]\n"}) {
    const std::size_t line = file.text.rfind('\n', file.text.find(statement, place)) + 1;
    all.push_back(inserted(file.text, line, header));
  }
  for (const std::string mark : {"#", "# ", "\t# ", "##", "#\t"}) {
    all.push_back(inserted(file.text, own_line, mark));
    const std::size_t line = file.text.rfind('\n', file.text.find(statement, place)) + 1;
    all.push_back(inserted(file.text, line, mark));
  }
}

/// Texts in which the optimization is off or does not work any more.
inline std::vector<std::string> harmful(const Enabled& file) {
  std::vector<std::string> all;
  break_issuer(file, all);
  break_syntax(file, all);
  const bool written = is_written(file);
  for (const std::string& spelling : true_spellings) {
    if (written) all.push_back(with_statement(file, "enable = " + spelling));
    if (written) continue;
    all.push_back(file.text + "\n[oauth.token_persistence]\nenable = " + spelling + "\n");
    all.push_back("oauth.token_persistence.enable = " + spelling + "\n" + file.text);
  }
  if (file.absent_is_off) lose_key(file, all);
  return all;
}

/// Blocks between empty lines, `[oauth]` first: its place is bound.
inline std::vector<std::string> blocks_of(const std::string& text) {
  std::vector<std::string> blocks;
  std::size_t begin = 0;
  for (std::size_t at = text.find("\n\n"); at != std::string::npos; at = text.find("\n\n", begin)) {
    blocks.push_back(text.substr(begin, at + 2 - begin));
    begin = at + 2;
  }
  if (begin < text.size()) blocks.push_back(text.substr(begin) + "\n");
  return blocks;
}

inline void reorder(const Enabled& file, std::vector<std::string>& all) {
  const std::vector<std::string> blocks = blocks_of(file.text);
  for (std::size_t from = 0; from < blocks.size(); ++from) {
    if (blocks[from].starts_with("[oauth]")) continue;
    for (std::size_t to = 0; to < blocks.size(); ++to) {
      std::vector<std::string> moved = blocks;
      const std::string block = moved[from];
      moved.erase(moved.begin() + static_cast<std::ptrdiff_t>(from));
      moved.insert(moved.begin() + static_cast<std::ptrdiff_t>(to), block);
      std::string text;
      for (const std::string& one : moved) text += one;
      // A sub-table before its table stops the server.
      if (text.find("[oauth]") != std::string::npos && text.find("[oauth]") > text.find("oauth.")) {
        continue;
      }
      all.push_back(text);
    }
  }
}

/// Texts that mean the same to the server, as far as the optimization is concerned.
inline std::vector<std::string> harmless(const Enabled& file) {
  std::vector<std::string> all;
  for (const std::size_t at : line_starts(file.text)) {
    for (const std::string line :
         {"\n", "#\n", "# enable = true\n", "#[oauth.token_persistence]\n", "\t# [oauth]\n",
          "# oauth.token_persistence.enable = \"TRUE\"\n", "  \n"}) {
      all.push_back(inserted(file.text, at, line));
    }
    if (at == 0) continue;
    for (const std::string tail : {" ", "\t", " # true"}) {
      all.push_back(inserted(file.text, at - 1, tail));
    }
    all.push_back(inserted(file.text, at, "  "));
  }
  if (file.may_reorder) reorder(file, all);
  for (const std::string spelling : {"\"false\"", "'False'", "\"FALSE\"", "'''false'''"}) {
    if (!is_written(file)) break;
    all.push_back(with_statement(file, "enable = " + spelling));
    all.push_back(with_statement(file, "\"enable\"\t=   " + spelling));
  }
  for (const auto& [name, value] :
       {std::pair<std::string, std::string>{"[apim.cors]", "allow_origins = \"*\""},
        {"[[practice_store]]", "enable = true"},
        {"[enable]", "enable = true"},
        {"[token_persistence]", "enable = true"},
        {"[oauth.grant_type.token_exchange]", "enable = true"}}) {
    if (file.text.find(name) != std::string::npos) continue;  // twice would stop the server
    all.push_back(file.text + "\n" + name + "\n" + value + "\n");
  }
  if (file.text.ends_with('\n')) all.push_back(file.text.substr(0, file.text.size() - 1));
  std::string lines;
  for (const char c : file.text) lines += c == '\n' ? std::string("\r\n") : std::string(1, c);
  all.push_back(lines);
  return all;
}

}  // namespace tokenshift::test
