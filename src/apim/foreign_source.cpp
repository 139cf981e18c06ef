// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/foreign_source.hpp"

#include "tokenshift/base/text.hpp"

#include "yaml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace tokenshift::apim {
namespace {

// What the WSO2 charts make the keys of the feature from (deployment-toml.md §4).
constexpr std::array<std::string_view, 3> chart_values{"wso2", "apim", "configurations"};
constexpr std::string_view chart_switch = "oauth_config.tokenPersistenceOptimization";

ForeignSource found(std::string_view text, std::string_view name, std::size_t offset,
                    std::string what, std::string hint) {
  const std::string_view before = text.substr(0, offset);
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {{.severity = Severity::error,
           .id = "embedded",
           .message = std::move(what),
           .hint = std::move(hint),
           .location = {.path = std::string(name),
                        .line = static_cast<std::size_t>(std::ranges::count(before, '\n')) + 1,
                        .column = code_points(before.substr(line_start)) + 1,
                        .offset = offset}}};
}

// One object of a manifest: a document, or an item of a list.
struct Manifest {
  std::size_t depth = 0;  // of its apiVersion
  std::size_t offset = 0;
  std::string_view source;  // what Helm says it was rendered from
  std::string_view api;
  std::string_view kind;
  std::string_view name;
  std::string_view holder;  // "data"
  std::string_view file;    // the key below it: "deployment.toml"
};

class ManifestReader {
 public:
  void take(const YamlLine& line) {
    if (line.kind == YamlLine::Kind::separator) {
      finish();
      source_ = {};
    } else if (line.kind == YamlLine::Kind::comment) {
      constexpr std::string_view label = " Source: ";
      if (line.text.starts_with(label)) source_ = trimmed(line.text.substr(label.size()));
    } else {
      take_key(line);
    }
  }

  void finish() {
    const bool whole = !now_.api.empty() && !now_.kind.empty();
    const bool better = best_.kind.empty() || (best_.file.empty() && !now_.file.empty());
    if (whole && better) best_ = now_;
    now_ = {};
  }

  const Manifest& best() const { return best_; }

 private:
  void take_key(const YamlLine& line) {
    const std::string_view last = line.path.back();
    const std::size_t depth = line.path.size();
    const bool own = depth == 1 || line.path[depth - 2] == "items";  // not a reference to another
    const bool starts = own && (last == "apiVersion" || last == "kind");
    const bool again = !(last == "kind" ? now_.kind : now_.api).empty();
    if (starts && again && (last == "apiVersion" || depth == now_.depth)) finish();
    if (starts && now_.depth == 0) {
      now_.depth = depth;
      now_.offset = line.offset;
      now_.source = source_;
    }
    if (depth == now_.depth && last == "apiVersion") now_.api = line.text;
    if (depth == now_.depth && last == "kind") now_.kind = line.text;
    if (depth < 2 || depth != std::max<std::size_t>(now_.depth, 1) + 1) return;
    const std::string_view holder = line.path[depth - 2];
    if (holder == "metadata" && last == "name") now_.name = line.text;
    const bool data = holder == "data" || holder == "stringData" || holder == "binaryData";
    if (!data || !last.ends_with(".toml") || !now_.file.empty()) return;
    now_.holder = holder;
    now_.file = last;
    now_.offset = line.offset;
  }

  Manifest now_;
  Manifest best_;
  std::string_view source_;
};

std::string manifest_hint(const Manifest& manifest, bool is_template) {
  if (!manifest.source.empty()) {
    return fmt::format("edit {} in the chart, then helm upgrade", printable(manifest.source));
  }
  if (is_template) return "edit it there, then helm upgrade";
  return "edit it there, or where this file is generated from, then kubectl apply";
}

std::optional<ForeignSource> manifest(std::string_view text, std::string_view name) {
  if (text.find("apiVersion:") == std::string_view::npos) return std::nullopt;
  ManifestReader reader;
  walk_yaml(text, [&reader](const YamlLine& line) { reader.take(line); });
  reader.finish();
  const Manifest& best = reader.best();
  if (best.kind.empty()) return std::nullopt;
  const bool is_template = text.find("{{") != std::string_view::npos;
  const std::string kind = printable(best.kind);
  const std::string rendered =
      best.source.empty() ? "" : fmt::format(", rendered from {}", printable(best.source));
  const std::string object = best.name.empty() ? "without a name" : printable(best.name);
  std::string what =
      best.file.empty()
          ? fmt::format("a Kubernetes {} ({}), no deployment.toml{}", kind, object, rendered)
          : fmt::format("{} embedded in a Kubernetes {} ({}, {}.\"{}\"){}", printable(best.file),
                        kind, object, best.holder, printable(best.file), rendered);
  return found(text, name, best.offset, std::move(what), manifest_hint(best, is_template));
}

std::optional<ForeignSource> json_manifest(std::string_view text, std::string_view name) {
  if (!trimmed(text.substr(0, 1000)).starts_with('{')) return std::nullopt;
  if (text.find("\"apiVersion\"") == std::string_view::npos) return std::nullopt;
  const std::size_t at = text.find("\"deployment.toml\"");
  if (at == std::string_view::npos) return std::nullopt;
  return found(text, name, at, "deployment.toml embedded in a Kubernetes manifest (JSON)",
               "edit it there, or where this file is generated from, then kubectl apply");
}

std::optional<ForeignSource> chart_values_file(std::string_view text, std::string_view name) {
  if (text.find("configurations:") == std::string_view::npos) return std::nullopt;
  std::optional<std::size_t> offset;
  std::string prefix;
  walk_yaml(text, [&](const YamlLine& line) {
    if (line.kind != YamlLine::Kind::key || line.path.size() < chart_values.size()) return;
    const auto at =
        std::search(line.path.begin(), line.path.end(), chart_values.begin(), chart_values.end());
    if (at == line.path.end()) return;
    if (!offset) {
      offset = line.offset;
      for (auto part = line.path.begin(); part != at; ++part) {
        prefix += std::string(*part) + ".";
      }
    }
    if (line.path.back() == "tokenPersistenceOptimization") offset = line.offset;
  });
  if (!offset) return std::nullopt;
  return found(text, name, *offset,
               fmt::format("a Helm values file, no deployment.toml; the switch is {}{}.{}",
                           printable(prefix), fmt::join(chart_values, "."), chart_switch),
               "set it to true there, then helm upgrade");
}

struct TemplateKind {
  std::string_view what;
  std::string_view hint;
};
constexpr TemplateKind helm{"a Helm template, not yet a deployment.toml",
                            "edit it in the chart, then helm upgrade"};
constexpr TemplateKind jinja{"a Jinja template, not yet a deployment.toml",
                             "edit it in the Ansible role, then run the playbook"};
constexpr TemplateKind erb{"an ERB template, not yet a deployment.toml",
                           "edit it in the Puppet module, then let the agent run"};
constexpr TemplateKind unknown_template{"a template, not yet a deployment.toml",
                                        "edit it where it is kept, and check what it renders to"};

TemplateKind template_kind(std::string_view text, std::string_view name) {
  constexpr std::array<std::string_view, 5> of_helm{".Values", ".Release", ".Files", "include \"",
                                                    "{{-"};
  if (name.ends_with(".j2")) return jinja;
  if (name.ends_with(".erb") || text.find("<%") != std::string_view::npos) return erb;
  for (const std::string_view sign : of_helm) {
    if (text.find(sign) != std::string_view::npos) return helm;
  }
  if (text.find("{%") != std::string_view::npos) return jinja;
  return name.ends_with(".tpl") ? helm : unknown_template;
}

bool is_marker(std::string_view text) {
  if (text.starts_with("{{") || text.starts_with("{%")) return true;
  return text.size() > 2 && text.starts_with("<%") &&
         std::string_view(" =-#\n").find(text[2]) != std::string_view::npos;
}

// The first marker that stands outside of quotes and comments; where the name says that the file
// is a template, the first one at all.
std::optional<std::size_t> marker(std::string_view text, bool named_so) {
  char quote = '\0';
  bool fence = false;  // three quotes: only they end over lines
  bool comment = false;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      if (!fence) quote = '\0';
      comment = false;
    }
    const bool here = is_marker(text.substr(i, 3));
    if (here && (named_so || (quote == '\0' && !comment))) return i;
    if (comment) continue;
    const bool three = text.substr(i).starts_with(std::string(3, c));
    if (quote != '\0') {
      if (c == '\\' && quote == '"') ++i;
      if (c != quote || (fence && !three)) continue;
      quote = '\0';
      i += fence ? 2 : 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
      fence = three;
      i += fence ? 2 : 0;
    } else if (c == '#') {
      comment = true;
    }
  }
  return std::nullopt;
}

std::optional<ForeignSource> unrendered(std::string_view text, std::string_view name) {
  constexpr std::array<std::string_view, 4> endings{".j2", ".erb", ".tpl", ".tmpl"};
  const bool named_so = std::ranges::any_of(
      endings, [name](std::string_view ending) { return name.ends_with(ending); });
  const auto at = marker(text, named_so);
  if (!at) return std::nullopt;
  const TemplateKind kind = template_kind(text, name);
  return found(text, name, *at, std::string(kind.what), std::string(kind.hint));
}

}  // namespace

std::optional<ForeignSource> foreign_source(std::string_view text, std::string_view name) {
  if (text.find('\0') != std::string_view::npos) return std::nullopt;  // no text at all
  for (const auto recognise : {manifest, json_manifest, chart_values_file, unrendered}) {
    if (auto source = recognise(text, name)) return source;
  }
  return std::nullopt;
}

}  // namespace tokenshift::apim
