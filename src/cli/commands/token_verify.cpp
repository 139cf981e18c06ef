// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/base/error.hpp"
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/issuer/revocations.hpp"
#include "tokenshift/issuer/settings.hpp"
#include "tokenshift/jwt/verify.hpp"
#include "tokenshift/jwt/write.hpp"

#include "../key_options.hpp"
#include "../session.hpp"
#include "../token_context.hpp"
#include "../token_input.hpp"
#include "../token_text.hpp"
#include "commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ostream>

namespace tokenshift::cli {
namespace {

using jwt::Side;
using jwt::Verification;

struct Options {
  TokenInput input;
  KeyOptions keys;
  apim::DeploymentRequest deployment;
  std::string issuer;
  std::string audience;
  std::string at;
  std::int64_t leeway = 0;
  std::optional<std::int64_t> skew;
  std::string profile;
  std::string verdict = "both";
  bool signature_only = false;
  bool check_revocation = false;
  std::string output = "text";
};

// What a run verifies with.
struct Setting {
  std::shared_ptr<const apim::Deployment> deployment;
  std::optional<Session> session;
  jwt::Demands demands;
  std::vector<std::string> unchecked;
  // The same for each token.
  std::string unchecked_json;
  std::string at;
};

Time time_of(const std::string& text) {
  std::int64_t seconds = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, seconds);
  if (error == std::errc{} && stop == end && std::abs(seconds) < 253402300800) {
    return Time{std::chrono::seconds{seconds}};
  }
  if (const auto time = parse_time(text)) return *time;
  throw Error(ErrorKind::usage, fmt::format("--at {}: no time", printable(text)),
              "write it as 2026-04-23T10:18:00Z, or in seconds since 1970");
}

std::chrono::milliseconds period_of(const char* name, std::int64_t seconds) {
  constexpr std::int64_t longest = 86400LL * 366;
  if (seconds >= 0 && seconds <= longest) return std::chrono::seconds{seconds};
  throw Error(ErrorKind::usage,
              fmt::format("{} {}: not from 0 to {} seconds", name, seconds, longest),
              "give whole seconds");
}

void add_settings(const Options& options, Setting& setting) {
  const apim::Deployment& deployment = *setting.deployment;
  const auto profile =
      deployment.version ? issuer::profile_of(*deployment.version) : issuer::Profile::p47;
  const issuer::Settings settings = issuer::settings_of(deployment, profile);
  if (deployment.version) {
    setting.demands.server =
        profile == issuer::Profile::p47 ? jwt::Profile::p47 : jwt::Profile::p43;
  }
  if (options.issuer.empty()) setting.demands.issuer = settings.issuer;
  setting.demands.skew = settings.skew;
}

std::string json_of(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ",") + jwt::quoted(text);
  return "[" + list + "]";
}

Setting setting_of(Program& program, const Options& options) {
  Setting setting;
  jwt::Demands& demands = setting.demands;
  if (names_deployment(options.deployment)) {
    setting.deployment = load_shared(program, options.deployment);
    add_settings(options, setting);
  }
  demands.now = options.at.empty() ? program.now() : time_of(options.at);
  demands.leeway = period_of("--leeway", options.leeway);
  if (options.skew) demands.skew = period_of("--clock-skew", *options.skew);
  if (!options.issuer.empty()) demands.issuer = options.issuer;
  if (!options.audience.empty()) demands.audience = options.audience;
  if (options.profile == "4.3") demands.server = jwt::Profile::p43;
  if (options.profile == "4.7") demands.server = jwt::Profile::p47;
  demands.signature_only = options.signature_only;
  if (options.signature_only) {
    setting.unchecked = {"claims (--signature-only)"};
    return setting;
  }
  if (options.check_revocation) {
    if (!setting.deployment) {
      throw Error(ErrorKind::usage, "--check-revocation needs the deployment's database",
                  "name it with --home DIR or --db URL");
    }
    setting.session = open_session(setting.deployment, db::Access::read);
    demands.revocations = issuer::revocation_query(setting.session->databases());
  } else {
    setting.unchecked.emplace_back("revocation (--check-revocation asks the database)");
  }
  if (!demands.issuer) setting.unchecked.emplace_back("issuer (--issuer, or --home)");
  if (!demands.audience) setting.unchecked.emplace_back("audience (--audience)");
  setting.unchecked.emplace_back("that client and user exist, and that the API is subscribed to");
  return setting;
}

// Whether the sides that count accept it.
bool accepted(const Options& options, const Verification& verification) {
  if (options.verdict == "key-manager") return verification.key_manager.accepted();
  if (options.verdict == "gateway") return verification.gateway.accepted();
  return verification.accepted();
}

void print_side(Program& program, Side side, const jwt::Verdict& verdict) {
  const std::string label = program.paint_out(Tone::strong, fmt::format("{:<12}", to_string(side)));
  if (!verdict.asked) {
    program.out() << label << "is not asked: it never sees such a token\n";
    return;
  }
  program.out() << label
                << (verdict.accepted() ? program.paint_out(Tone::good, "accepts it")
                                       : program.paint_out(Tone::bad, "refuses it"))
                << '\n';
  for (const jwt::Failure& failure : verdict.failures) {
    program.out() << "  " << failure_text(failure) << '\n';
  }
}

void print_text(Program& program, const Options& options, const Setting& setting,
                const Verification& verification, const jwt::TokenVerifier& verifier) {
  const auto line = [&](std::string_view label, std::string_view text) {
    program.out() << program.paint_out(Tone::strong, fmt::format("{:<12}", label)) << text << '\n';
  };
  line("token", jwt::sentence_of(verification.recognition));
  if (verification.key != nullptr)
    line("signature", "good, by the key of " + verification.key->place);
  if (options.signature_only) {
    for (const jwt::Failure& failure : verification.key_manager.failures) {
      line("wrong", failure_text(failure));
    }
  } else {
    print_side(program, Side::key_manager, verification.key_manager);
    print_side(program, Side::gateway, verification.gateway);
  }
  for (const std::string& sentence :
       jwt::differences(verification, verifier.claims(), setting.demands)) {
    line("difference", sentence);
  }
  for (const std::string& what : setting.unchecked) line("not checked", what);
}

std::string side_json(const jwt::Verdict& verdict) {
  jwt::ObjectWriter object;
  object.add("asked", verdict.asked).add("accepted", verdict.accepted());
  object.add_json("reasons", failures_json(verdict.failures));
  return object.json();
}

std::string verification_json(const Options& options, const Setting& setting,
                              const Verification& verification, const jwt::TokenVerifier& verifier,
                              const std::string& name) {
  jwt::ObjectWriter object;
  if (options.output == "jsonl") object.add("schema_version", 1);
  if (!name.empty()) object.add("name", name);
  object.add("accepted", accepted(options, verification));
  object.add("kind", to_string(verification.recognition.kind));
  object.add("profile", to_string(verification.recognition.profile));
  object.add("signature_good", verification.key != nullptr);
  if (verification.key != nullptr) object.add("key", verification.key->place);
  object.add("at", setting.at);
  object.add_json("key_manager", side_json(verification.key_manager));
  object.add_json("gateway", side_json(verification.gateway));
  object.add("differences", jwt::differences(verification, verifier.claims(), setting.demands));
  object.add_json("not_checked", setting.unchecked_json);
  return object.json();
}

int run(Program& program, const Options& options) {
  Setting setting = setting_of(program, options);
  setting.unchecked_json = json_of(setting.unchecked);
  setting.at = to_rfc3339(setting.demands.now);
  jwt::TokenVerifier verifier(trusted_keys(program, options.keys, setting.deployment.get()),
                              setting.demands);
  std::vector<jwt::Pasted> tokens = read_tokens(program, options.input);
  if (tokens.empty()) {
    program.say("no token is in the text");
    return exit_no;
  }
  int status = exit_ok;
  if (options.output == "json") program.out() << R"({"schema_version":1,"tokens":[)";
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Verification verification = verifier.verify(tokens[i].token);
    const std::string name = name_of(tokens, i);
    if (options.output == "text") {
      if (!name.empty())
        program.out() << (i > 0 ? "\n" : "") << program.paint_out(Tone::strong, name) << '\n';
      print_text(program, options, setting, verification, verifier);
    } else {
      const bool list = options.output == "json";
      program.out() << (list && i > 0 ? "," : "")
                    << verification_json(options, setting, verification, verifier, name)
                    << (list ? "" : "\n");
    }
    if (verification.malformed()) status = static_cast<int>(ErrorKind::input);
    if (!accepted(options, verification)) status = std::max(status, exit_no);
  }
  if (options.output == "json") program.out() << "]}\n";
  wipe(tokens);
  program.next(status == exit_ok ? "tokenshift token decode shows its claims"
                                 : "tokenshift token decode shows what it says");
  return status;
}

std::vector<Option> own_options(Options& options) {
  return {
      {"--issuer", "URL", "the issuer that tokens must have; default: that of --home",
       &options.issuer},
      {"--audience", "NAME", "a name that must be in aud; default: not checked", &options.audience},
      {"--at", "TIME", "the moment to judge at, as 2026-04-23T10:18:00Z; default: now",
       &options.at},
      {"--leeway", "SECONDS",
       "how long after exp the gateway still accepts a token, in seconds; default 0",
       &options.leeway},
      {"--clock-skew", "SECONDS",
       "the key manager's timestamp_skew, in seconds, which shortens a token's life; default: that "
       "of --home, or 0",
       &options.skew},
      {"--profile",
       "V",
       "whose form of refresh tokens the server wants; default: of the version, or of the token",
       &options.profile,
       {"4.3", "4.7"}},
      {"--verdict",
       "WHOSE",
       "whose verdict the exit status tells; default both",
       &options.verdict,
       {"both", "key-manager", "gateway"}},
      {"--signature-only", "", "check header and signature alone; the payload may be anything",
       &options.signature_only},
      {"--check-revocation", "", "ask the revocation tables of the deployment's database",
       &options.check_revocation},
      {"-o,--output",
       "FORMAT",
       "how it is printed; default text; jsonl is one object a line",
       &options.output,
       {"text", "json", "jsonl"}}};
}

}  // namespace

Command token_verify() {
  auto options = std::make_shared<Options>();
  return {.name = "token verify",
          .details =
              "Takes tokens as `token decode` does. The signature is checked with the key of --key "
              "or --home; "
              "which algorithms it may have, the key decides, never the token. Every failure is "
              "listed, each "
              "with an id that does not change. Key manager and gateway look at different things, "
              "so there are "
              "two verdicts; where they differ, it says why.\n"
              "Exit 0 when those that are asked accept it, 1 when not, 3 when it is malformed.",
          .options =
              joined(options->input.options(),
                     joined(options->keys.options(),
                            joined(own_options(*options), database_options(options->deployment)))),
          .examples =
              {{"with the key of a deployment",
                "xclip -o | tokenshift token verify --home /opt/wso2am"},
               {"with the keys that the server publishes",
                "tokenshift token verify --key jwks.json --file token.txt"},
               {"whether it was good then",
                "tokenshift token verify --key public.pem --at 2026-04-23T10:18:00Z < token.txt"}},
          .run = [options](Program& program) { return run(program, *options); }};
}

}  // namespace tokenshift::cli
