// SPDX-License-Identifier: Apache-2.0
#include "token_input.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/crypto/secret.hpp"
#include "tokenshift/os/files.hpp"

#include <fmt/format.h>

#include <array>
#include <istream>

namespace tokenshift::cli {
namespace {

[[noreturn]] void fail_too_large() {
  throw Error(ErrorKind::input,
              fmt::format("more than {} MiB of text", jwt::max_pasted_bytes >> 20U),
              "give the tokens alone");
}

std::string all_of(std::istream& in) {
  std::string text;
  std::array<char, 4096> buffer{};
  while (in.read(buffer.data(), buffer.size()), in.gcount() > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > jwt::max_pasted_bytes) fail_too_large();
  }
  return text;
}

std::string text_of(Program& program, const TokenInput& input) {
  const bool from_stdin = input.arguments.empty()
                              ? input.file.empty() || input.file == "-"
                              : input.arguments == std::vector<std::string>{"-"};
  if (!input.arguments.empty() && !input.file.empty()) {
    throw Error(ErrorKind::usage, "tokens are given both as arguments and as a file",
                "give one of them");
  }
  if (from_stdin) {
    if (program.world().in_terminal && program.options().no_input) {
      throw Error(ErrorKind::usage, "no token is given",
                  "give it on standard input or with --file FILE");
    }
    if (program.world().in_terminal) program.say("paste the token, then press Enter and Ctrl-D");
    return all_of(program.world().in);
  }
  require_file_name("--file", input.file);
  if (!input.file.empty()) return os::read_file(input.file, jwt::max_pasted_bytes);
  program.say(
      "note: a token among the arguments can be seen by other users of this host (ps); "
      "standard input and --file FILE hide it");
  std::string text;
  for (const std::string& argument : input.arguments) text += argument + "\n";
  if (text.size() > jwt::max_pasted_bytes) fail_too_large();
  return text;
}

}  // namespace

std::vector<Option> TokenInput::options() {
  return {{"TOKEN", "", "the token, or what holds it; default: standard input", &arguments},
          {"-f,--file", "FILE",
           "the file that holds the tokens; - is standard input; default: the arguments", &file}};
}

std::vector<jwt::Pasted> read_tokens(Program& program, const TokenInput& input) {
  std::string text = text_of(program, input);
  auto tokens = jwt::find_tokens(text);
  crypto::wipe(text);
  return tokens;
}

void require_file_name(const char* option, const std::string& name) {
  if (!name.starts_with("eyJ")) return;
  throw Error(ErrorKind::usage,
              fmt::format("{} wants the name of a file, and this looks like a token", option),
              "give tokens on standard input, or in a file");
}

void require_no_token(const char* option, const std::string& value) {
  if (!value.starts_with("eyJ")) return;
  throw Error(ErrorKind::usage, fmt::format("what is given as {} looks like a token", option),
              "give tokens on standard input, or in a file");
}

void wipe(std::vector<jwt::Pasted>& tokens) {
  for (jwt::Pasted& pasted : tokens) crypto::wipe(pasted.token);
  tokens.clear();
}

std::string name_of(const std::vector<jwt::Pasted>& tokens, std::size_t index) {
  const std::string& label = tokens[index].label;
  if (tokens.size() == 1) return label;
  return fmt::format("token {}{}{}", index + 1, label.empty() ? "" : ", ", label);
}

}  // namespace tokenshift::cli
