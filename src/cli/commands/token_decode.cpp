// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"

#include "../token_input.hpp"
#include "../token_text.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace tokenshift::cli {
namespace {

struct Options {
  TokenInput input;
  std::string claim;
  std::string output = "text";
};

// What decoding one token means for the exit status.
int status_of(const jwt::CompactToken& token) {
  int status = exit_ok;
  for (const jwt::Failure& failure : token.failures()) {
    const bool malformed = jwt::reasons()[static_cast<std::size_t>(failure.reason)].malformed;
    status = std::max(status, malformed ? static_cast<int>(ErrorKind::input) : exit_no);
  }
  return status;
}

// The value alone: a string without quotes. On a terminal nothing in it may steer that.
int print_claim(Program& program, const jwt::CompactToken& token, const std::string& claim) {
  const jwt::JsonValue* value = token.claims().find(claim);
  if (value == nullptr) {
    program.say(fmt::format("no claim {}", printable(claim)));
    return exit_no;
  }
  const std::string text =
      value->type == jwt::JsonType::string ? value->string().text() : std::string(value->raw);
  program.out() << (program.world().out_terminal ? printable(text) : text) << '\n';
  return exit_ok;
}

int print_all(Program& program, const Options& options, const std::vector<jwt::Pasted>& tokens) {
  int status = exit_ok;
  jwt::CompactToken token;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Decoded decoded = decode(token, tokens[i].token, name_of(tokens, i));
    status = std::max(status, status_of(token));
    if (!options.claim.empty()) {
      status = std::max(status, print_claim(program, token, options.claim));
    } else if (options.output == "text") {
      program.out() << (i > 0 ? "\n" : "") << decoded_text(program, decoded);
    } else {
      const bool list = options.output == "json";
      program.out() << (list && i > 0 ? "," : "") << decoded_json(decoded, program.now(), !list)
                    << (list ? "" : "\n");
    }
  }
  return status;
}

int run(Program& program, const Options& options) {
  std::vector<jwt::Pasted> tokens = read_tokens(program, options.input);
  if (tokens.empty()) {
    program.say("no token is in the text");
    return exit_no;
  }
  const bool as_text = options.claim.empty() && options.output == "text";
  const bool as_list = options.claim.empty() && options.output == "json";
  if (as_text) {
    program.out() << program.paint_out(Tone::warn, "NOT VERIFIED")
                  << ": this is what the token says, not that it is true\n";
  }
  if (as_list) program.out() << R"({"schema_version":1,"tokens":[)";
  const int status = print_all(program, options, tokens);
  if (as_list) program.out() << "]}\n";
  wipe(tokens);
  if (as_text) {
    program.next(
        status == exit_no
            ? "tokenshift apps plan --home DIR lists the clients that are not converted"
            : "tokenshift token verify --home DIR, or --key FILE, tells whether it is true");
  }
  return status;
}

}  // namespace

Command token_decode() {
  auto options = std::make_shared<Options>();
  return {.name = "token decode",
          .details =
              "Takes a token alone, `Bearer …`, a whole header line, quotes, the JSON of an OAuth "
              "response, a "
              "token that was folded over lines, or several tokens. Claims come in their own order "
              "and numbers "
              "with all their digits; a name that occurs twice is marked; characters that would "
              "steer the "
              "terminal are made visible; times are explained. It says what kind of token this is: "
              "access or "
              "refresh, of API-M 4.3 to 4.6 or 4.7, stored when issued, still opaque, a backend "
              "JWT, an id "
              "token, or an encrypted one.\n"
              "Exit 1 when it is no JWT (or lacks the claim that is asked for), 3 when it is "
              "malformed.",
          .options = joined(
              options->input.options(),
              {{"--claim", "NAME",
                "print the value of this claim alone, a string without quotes; default: everything",
                &options->claim},
               {"-o,--output",
                "FORMAT",
                "how it is printed; default text; jsonl is one object a line",
                &options->output,
                {"text", "json", "jsonl"}}}),
          .examples = {{"what is in the clipboard", "xclip -o | tokenshift token decode"},
                       {"when it ends", "tokenshift token decode --file token.txt --claim exp"},
                       {"both tokens of a response",
                        "curl -s … /oauth2/token | tokenshift token decode -o jsonl"}},
          .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
