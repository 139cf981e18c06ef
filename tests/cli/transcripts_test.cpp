// SPDX-License-Identifier: Apache-2.0
// Runs the guide: in each ```console block a line "$ tokenshift …" is run, and what follows is what
// it has to print, stdout before stderr; "[N]" is the exit status when it is not 0. With
// UPDATE_TRANSCRIPTS=1 the guide is rewritten instead, to be reviewed like code. A block ```toml
// NAME or ```text NAME is a file that the commands after it find. What a line "<!-- $ tokenshift …
// -->" runs is not shown: the page has said it in words. What stands before "tokenshift" are
// variables: "$ NAME=value tokenshift …".
#include "support/practice.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace tokenshift;
namespace fs = std::filesystem;

namespace {

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

// What depends on who runs it.
std::string stable(std::string text, const fs::path& folder) {
  for (std::size_t at; (at = text.find(folder.string())) != std::string::npos;) {
    text.replace(at, folder.string().size(), "…");
  }
  return text;
}

bool is_command(const std::string& line) {
  const auto words = words_of(line);
  const auto program = std::ranges::find(words, "tokenshift");
  return !words.empty() && words.front() == "$" && program != words.end() &&
         std::all_of(words.begin() + 1, program,
                     [](const std::string& word) { return word.find('=') != std::string::npos; });
}

std::string output_of(const std::string& line, const fs::path& folder) {
  auto words = words_of(line);
  const auto program = std::ranges::find(words, "tokenshift");
  test::Around around{.folder = folder};
  for (auto word = words.begin(); word != program; ++word) {
    const std::size_t equals = word->find('=');
    if (equals != std::string::npos) {
      around.variables[word->substr(0, equals)] = word->substr(equals + 1);
    }
  }
  words.erase(words.begin(), program + 1);
  if (!words.empty() && words.back() == "-->") words.pop_back();
  const test::Ran ran = test::run_cli_in(around, words);
  std::string text = ran.out + ran.err;
  if (ran.status != 0) text += "[" + std::to_string(ran.status) + "]\n";
  return stable(text, folder);
}

// The name of the file that a line begins: of "```toml NAME" and "```text NAME".
std::string file_named_by(const std::string& line) {
  for (const std::string_view start : {"```toml ", "```text "}) {
    if (line.starts_with(start)) return line.substr(start.size());
  }
  return {};
}

// The document with the output of each command as it is now.
std::string replayed(const std::string& document, const fs::path& folder) {
  std::istringstream lines(document);
  std::string result;
  bool console = false;
  std::ofstream file;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      const std::string name = file.is_open() ? std::string() : file_named_by(line);
      if (file.is_open()) file.close();
      if (!name.empty()) file.open(folder / name);
      console = !console && line == "```console";
      result += line + "\n";
    } else if (!console) {
      if (file.is_open()) file << line << '\n';
      if (line.starts_with("<!-- $ tokenshift")) output_of(line, folder);
      result += line + "\n";
    } else if (is_command(line)) {
      result += line + "\n" + output_of(line, folder);
    }
  }
  return result;
}

}  // namespace

TEST_CASE("the guide shows what the program does") {
  const test::TempDir folder;
  ::umask(022);  // as it is by default: a settings file that others may write is refused
  const fs::path back = fs::current_path();
  for (const auto& entry : fs::directory_iterator(fs::path(GUIDE))) {
    if (entry.path().extension() != ".md") continue;
    CAPTURE(entry.path().filename().string());
    const std::string document = test::slurp(entry.path());
    fs::create_directory(folder / entry.path().stem().string());
    fs::current_path(folder / entry.path().stem().string());
    const std::string now = replayed(document, fs::current_path());
    fs::current_path(back);
    if (std::getenv("UPDATE_TRANSCRIPTS") != nullptr) {
      std::ofstream(entry.path()) << now;
    } else {
      CHECK(now == document);
    }
  }
}
