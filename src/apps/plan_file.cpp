// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apps/plan_file.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/crypto/digest.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <charconv>
#include <fstream>
#include <tuple>

namespace tokenshift::apps {
namespace {

using Json = nlohmann::ordered_json;

constexpr int format_version = 3;
constexpr std::size_t digits_of_owner = 16;

// Without blanks; bytes that are no UTF-8 become U+FFFD, since JSON cannot hold them.
std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string text_of(const std::optional<std::string>& value) {
  return value ? text_of(Json(*value)) : "null";
}

// Each old value as JSON, once.
std::vector<std::string> json_values(const Plan& plan) {
  std::vector<std::string> texts;
  for (const auto& value : plan.values) texts.push_back(text_of(value));
  return texts;
}

std::string header_line(const Plan& plan) {
  Json header{{"tokenshift_plan", format_version}, {"database", plan.database}};
  if (!plan.identity_database.empty()) header["identity_database"] = plan.identity_database;
  header["engine"] = plan.identity.engine;
  header["deployment"] = plan.identity.deployment;
  header["schema"] = plan.identity.schema;
  header["convert_custom"] = plan.custom.convert;
  header["accept_custom"] = plan.custom.accept;
  header["fingerprint"] = plan.fingerprint;
  header["changes"] = plan.changes.size();
  return text_of(header) + "\n";
}

PlanHeader header_of(const Json& line) {
  return {.database = line.at("database"),
          .identity_database = line.value("identity_database", ""),
          .identity = {.engine = line.at("engine"),
                       .deployment = line.at("deployment"),
                       .schema = line.at("schema")},
          .custom = {.convert = line.at("convert_custom"), .accept = line.at("accept_custom")},
          .fingerprint = line.at("fingerprint"),
          .changes = line.at("changes")};
}

// Nothing for a line of a kind that is not known.
std::optional<PlannedChange> change_of(const Json& line) {
  const TargetSpec* spec = find_target(line.at("target").get_ref<const std::string&>());
  const std::string owner = line.at("owner");
  std::uint64_t number = 0;
  const auto read = std::from_chars(owner.data(), owner.data() + owner.size(), number, 16);
  if (spec == nullptr || owner.size() != digits_of_owner || read.ptr != owner.data() + owner.size())
    return std::nullopt;
  PlannedChange planned{.change = {.row = line.at("row"), .owner = number, .target = spec->target},
                        .old_value = {}};
  if (!line.at("old").is_null()) planned.old_value = line.at("old").get<std::string>();
  return planned;
}

}  // namespace

void write_plan(const os::Sink& out, const Plan& plan) {
  crypto::Sha256 digest;
  const auto write = [&](std::string_view bytes) {
    digest.add(bytes);
    out(bytes);
  };
  write(header_line(plan));
  const std::vector<std::string> values = json_values(plan);
  fmt::memory_buffer line;
  for (const Change& change : plan.changes) {
    line.clear();
    fmt::format_to(std::back_inserter(line),
                   "{{\"target\":\"{}\",\"row\":{},\"owner\":\"{:016x}\",\"old\":{}}}\n",
                   spec_of(change.target).name, change.row, change.owner, values[change.old_value]);
    write({line.data(), line.size()});
  }
  out(fmt::format("{{\"sha256\":\"{}\"}}\n", digest.hex()));
}

struct PlanReader::State {
  std::string name;
  std::ifstream in;
  crypto::Sha256 digest;
  PlanHeader header;
  std::int64_t changes = 0;
  std::size_t number = 0;  // of the line
  bool ended = false;
  std::optional<std::tuple<Target, std::uint64_t, std::int64_t>> last;

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(ErrorKind::input, fmt::format("{}:{}: {}", printable(name), number, what),
                "make a new plan: tokenshift apps plan --out FILE");
  }

  // The next line as JSON, and what it adds to the digest; the last line adds nothing.
  Json line() {
    std::string text;
    ++number;
    if (!std::getline(in, text)) fail("the plan was cut off: its last line is missing");
    Json json = Json::parse(text, nullptr, false);
    if (!json.is_object()) fail("not a plan of tokenshift");
    if (!json.contains("sha256")) digest.add(text + "\n");
    return json;
  }

  void end(const Json& json) {
    ended = true;
    if (json.at("sha256") != digest.hex() || changes != header.changes ||
        in.peek() != std::ifstream::traits_type::eof()) {
      fail("the plan was cut off or altered: its SHA-256 does not fit");
    }
  }
};

PlanReader::PlanReader(const std::filesystem::path& path) : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.name = path.string();
  std::error_code ignored;
  if (!std::filesystem::is_directory(path, ignored)) state.in.open(path, std::ios::binary);
  if (!state.in.is_open()) {
    throw Error(ErrorKind::environment, fmt::format("{}: cannot be read", printable(state.name)),
                "check the path, and that this user may read the file");
  }
  try {
    const Json line = state.line();
    if (line.at("tokenshift_plan") != format_version) state.fail("a plan of another format");
    state.header = header_of(line);
  } catch (const nlohmann::json::exception&) {
    state.fail("not a plan of tokenshift");
  }
}

PlanReader::~PlanReader() = default;

const PlanHeader& PlanReader::header() const { return state_->header; }

bool PlanReader::next(PlannedChange& planned) {
  State& state = *state_;
  if (state.ended) return false;
  try {
    const Json line = state.line();
    if (line.contains("sha256")) {
      state.end(line);
      return false;
    }
    const auto change = change_of(line);
    if (!change) state.fail("an unknown kind of change");
    planned = *change;
  } catch (const nlohmann::json::exception&) {
    state.fail("not a line of a plan");
  }
  if (place_of(planned.change) <= state.last) state.fail("the changes are out of order");
  state.last = place_of(planned.change);
  ++state.changes;
  return true;
}

Comparison compare(PlanReader& planned, const Plan& now, std::size_t limit) {
  Comparison result;
  const auto differs = [&](const Change& change, const char* what) {
    ++result.different;
    if (result.differences.size() < limit) {
      result.differences.push_back({change.target, change.row, what});
    }
  };
  const std::vector<std::string> values = json_values(now);
  PlannedChange from_file;
  bool has_more = planned.next(from_file);
  auto at = now.changes.begin();
  while (has_more || at != now.changes.end()) {
    const bool only_planned =
        has_more && (at == now.changes.end() || place_of(from_file.change) < place_of(*at));
    const bool only_now =
        !only_planned && (!has_more || place_of(*at) < place_of(from_file.change));
    if (only_planned) {
      differs(from_file.change, "is planned, but no longer as it was then");
    } else if (only_now) {
      differs(*at, "is not in the plan, but has to change now");
      result.now_is_rest = false;
    } else {
      const char* what = from_file.change.owner != at->owner
                             ? "belongs to somebody else than planned"
                         : text_of(from_file.old_value) != values[at->old_value]
                             ? "holds another value than planned"
                             : nullptr;
      if (what != nullptr) {
        differs(*at, what);
        result.now_is_rest = false;
      }
    }
    if (!only_now) has_more = planned.next(from_file);
    if (!only_planned) ++at;
  }
  return result;
}

std::string other_target(const PlanHeader& planned, const Plan& now) {
  if (planned.database != now.database) {
    return fmt::format("the plan is for the database {}, this one is {}",
                       printable(planned.database), now.database);
  }
  if (planned.identity_database != now.identity_database) {
    return planned.identity_database.empty()
               ? "the plan was made without an identity database"
               : fmt::format("the plan is for the identity database {}",
                             printable(planned.identity_database));
  }
  if (planned.identity.engine != now.identity.engine) {
    return fmt::format("the plan is for a database of the kind {}, this one is of {}",
                       printable(planned.identity.engine), now.identity.engine);
  }
  if (planned.identity.deployment != now.identity.deployment) {
    return fmt::format(
        "this {} belongs to another deployment than the plan's: its key managers "
        "have other ids",
        now.database);
  }
  if (planned.identity.schema != now.identity.schema) {
    return "the tables have other columns than when the plan was made";
  }
  return {};
}

}  // namespace tokenshift::apps
