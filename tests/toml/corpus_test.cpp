// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/text.hpp"

#include "support/temp_dir.hpp"
#include "toml/support.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

namespace tokenshift::test {
namespace {

namespace fs = std::filesystem;

struct Verdict {
  std::string file;
  std::string verdict;  // accept, reject, CRASH
  std::string place;    // line:column of the first error that is listed
};

// `… (line 4, column 1) | more` gives "4:1"; a place in the middle of the message is not the
// error's own.
std::string first_place(const std::string& detail) {
  const std::string first = detail.substr(0, detail.find(" | "));
  const std::size_t open = first.rfind("(line ");
  if (open == std::string::npos) return "";
  std::istringstream words(first.substr(open + 6));
  std::string line, column, label;
  words >> line >> label >> column;
  return fmt::format("{}:{}", line.substr(0, line.find(',')), column.substr(0, column.find(')')));
}

std::vector<Verdict> verdicts(const fs::path& table) {
  std::ifstream file(table);
  std::vector<Verdict> rows;
  std::string row;
  std::getline(file, row);
  while (std::getline(file, row)) {
    const auto fields = split(row, '\t');
    rows.push_back({fields.at(0), fields.at(2), first_place(fields.at(3))});
  }
  return rows;
}

// Where we point elsewhere than the server, and why.
const std::map<std::string, std::string> exceptions = {
    // The header in line 3 is at fault (order rule). The server notices nothing there and complains
    // about the
    // key below, which would be fine without the header.
    {"09_dotted_then_header.toml", "3:1"},
};

// The header or key at fault; the server itself gives no place when it crashes.
const std::map<std::string, std::string> crash_places = {
    {"07_super_after_sub.toml", "3:1"},
    {"10_header_then_dotted_from_parent.toml", "3:1"},
    {"11_dotted_then_header_diffkey.toml", "3:1"},
    {"98_apostrophe_in_key.toml", "2:1"},
    {"order_a_docs_snippet_alone.toml", "18:1"},
    {"order_e_aot_then_super.toml", "3:1"},
    {"order_h_rootdotted_then_super.toml", "2:1"},
    {"order_i_apim_sub_then_apim.toml", "3:1"},
    {"order_k_transport_super.toml", "3:1"},
    {"order_n_super_empty_after_sub.toml", "3:1"},
    {"order_o_super_empty_commented.toml", "3:1"},
    {"order_p_aot_sub_super.toml", "5:1"},
    {"order_q_aot_elem_dotted_then_sub.toml", "4:1"},
    {"place_1_append_all_docs_order.toml", ""},
    {"place_2_append_oauth_first.toml", ""},
    {"place_6_everything_dotted_at_top.toml", ""},
    {"place_8_420_append_apim.toml", ""},
};

template <typename Visit>
void for_each_real_file(Visit visit) {
  if (corpus().empty()) {
    MESSAGE("skipped: TOKENSHIFT_TEST_CORPUS names no folder");
    return;
  }
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(corpus() / "deployment-toml")) {
    CAPTURE(entry.path().filename().string());
    visit(slurp(entry.path()));
    ++count;
  }
  CHECK(count > 50);
}

std::vector<std::string> lines_of(const std::string& text) { return split(text, '\n'); }

const std::string dropped(1, '\0');

// The lines that hold a value of the feature before it is set.
std::vector<std::size_t> lines_of_feature(const toml::Document& document) {
  std::vector<std::size_t> lines;
  for (const toml::Change& change : feature) {
    const auto value = toml::find(document, change.at).value;
    if (value.has_value()) lines.push_back(value->location.line);
  }
  return lines;
}

// Whether the lines of `part` come in `whole`, in their order.
bool is_subsequence(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  auto at = whole.begin();
  for (const std::string& line : part) {
    at = std::find(at, whole.end(), line);
    if (at == whole.end()) return false;
    ++at;
  }
  return true;
}

}  // namespace

TEST_CASE("every hard case gets the verdict of the server's parser, at the same place") {
  if (corpus().empty()) {
    MESSAGE("skipped: TOKENSHIFT_TEST_CORPUS names no folder");
    return;
  }
  const auto rows = verdicts(corpus() / "HARD-CASES.tsv");
  CHECK(rows.size() > 90);
  for (const Verdict& row : rows) {
    CAPTURE(row.file);
    const std::string place = place_of_refusal(slurp(corpus() / "hard-cases" / row.file));
    CHECK((place == "accepted") == (row.verdict == "accept"));
    if (row.verdict == "CRASH") {
      REQUIRE(crash_places.contains(row.file));
      const std::string& expected = crash_places.at(row.file);
      CHECK((expected.empty() || place == expected));
    } else if (row.verdict == "reject") {
      CHECK(place == (exceptions.contains(row.file) ? exceptions.at(row.file) : row.place));
    }
  }
}

TEST_CASE("every real deployment.toml is read and kept byte for byte") {
  for_each_real_file([](const std::string& text) {
    const toml::Document document = toml::parse(text, "f");
    CHECK(document.text() == text);
    std::size_t keys = 0;
    document.for_each([&keys](const toml::KeyPath&, const toml::Value&) { ++keys; });
    CHECK(keys > 0);
  });
}

TEST_CASE(
    "setting the feature on every real deployment.toml leaves all other lines alone, once and for "
    "all") {
  for_each_real_file([](const std::string& text) {
    const std::string once = toml::edited(toml::parse(text, "f"), feature);
    const toml::Document document = toml::parse(once, "f");
    for (const toml::Change& change : feature) {
      CHECK(toml::find(document, change.at).value.has_value());
    }
    CHECK(toml::edited(document, feature) == once);
    CHECK((text.empty() || (text.back() == '\n') == (once.back() == '\n')));

    auto untouched = lines_of(text);
    for (const std::size_t line : lines_of_feature(toml::parse(text, "f")))
      untouched[line - 1] = dropped;
    std::erase(untouched, dropped);
    CHECK(is_subsequence(untouched, lines_of(once)));
    CHECK(lines_of(once).size() <= lines_of(text).size() + 24);
  });
}

}  // namespace tokenshift::test
