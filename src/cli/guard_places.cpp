// SPDX-License-Identifier: Apache-2.0
// The texts through which others call guard check.
#include "guard_places.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include "git.hpp"

#include <fmt/format.h>

#include <array>

namespace tokenshift::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view drop_in_name = "50-tokenshift-guard.conf";
constexpr std::string_view unit_folder = "etc/systemd/system";
constexpr std::array<std::string_view, 6> unit_folders{unit_folder,
                                                       "run/systemd/system",
                                                       "usr/local/lib/systemd/system",
                                                       "usr/lib/systemd/system",
                                                       "lib/systemd/system",
                                                       "run/systemd/generator.late"};

// What may stand in a line of a unit as it is (systemd.syntax, systemd.service).
constexpr std::string_view plain_in_unit =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._/:=@+,";
constexpr std::string_view plain_in_name =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:@\\";

std::string joined_words(const CommandWords& words, std::string (*quoted)(std::string_view)) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + quoted(word);
  return line;
}

// A word of ExecStartPre=: % and $ would be replaced.
std::string unit_word(std::string_view word) {
  if (word.find('\n') != std::string_view::npos) {
    throw Error(ErrorKind::usage, fmt::format("{}: a line end in a name", printable(word)),
                "rename the file or directory");
  }
  const bool plain =
      !word.empty() && word.find_first_not_of(plain_in_unit) == std::string_view::npos;
  if (plain) return std::string(word);
  std::string quoted = "\"";
  for (const char c : word) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '%' || c == '$') quoted += c;
    quoted += c;
  }
  return quoted + "\"";
}

// A text, and a list of texts, as YAML and JSON both read them.
std::string json_text(std::string_view word) {
  std::string text;
  for (const char c : printable(word)) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return "\"" + text + "\"";
}
std::string json_list(const CommandWords& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + json_text(word);
  return "[" + list + "]";
}

CommandWords container_words(const CommandWords& options, const std::string& folder) {
  CommandWords words{"guard", "check", "--seal", folder + "/seal/seal.json"};
  words.insert(words.end(), options.begin(), options.end());
  words.push_back(folder + "/conf/deployment.toml");
  return words;
}

constexpr const char* container_folder = "/tokenshift";

}  // namespace

OwnedFile hook_file(const std::string& repository, const CommandWords& check) {
  const std::string command = joined_words(check, shell_word);
  return {.path = hooks_folder(repository) / "pre-commit",
          .text = fmt::format("#!/bin/sh\n"
                              "# Made by tokenshift guard install --git-hook; guard uninstall "
                              "--git-hook takes it out.\n"
                              "# A commit that would turn the token persistence optimization back "
                              "ends here.\n"
                              "exec {}\n",
                              command),
          .mode = 0777,
          .put_it_so = fmt::format("add this line to it: {} || exit 1", command)};
}

std::string service_name(const std::string& unit) {
  std::string name = unit.ends_with(".service") ? unit : unit + ".service";
  if (unit.empty() || unit.front() == '.' || unit.front() == '-' ||
      name.find_first_not_of(plain_in_name) != std::string::npos) {
    throw Error(ErrorKind::usage, fmt::format("\"{}\" is no name of a service", shown_word(unit)),
                "name it as systemctl does: wso2am.service");
  }
  return name;
}

OwnedFile drop_in_file(const std::string& root, const std::string& service,
                       const CommandWords& check) {
  const fs::path folder = fs::path(root.empty() ? "/" : root) / unit_folder / (service + ".d");
  return {.path = folder / drop_in_name,
          .text = fmt::format("# Made by tokenshift guard install --systemd {0}; guard uninstall "
                              "--systemd {0} takes it out.\n"
                              "# The server does not start with a configuration that turns the "
                              "token persistence optimization back.\n"
                              "[Service]\n"
                              "ExecStartPre={1}\n",
                              service, joined_words(check, unit_word)),
          .put_it_so = "move it away; drop-ins of other names may stay beside ours"};
}

bool has_unit(const std::string& root, const std::string& service) {
  for (const std::string_view folder : unit_folders) {
    std::error_code ignored;
    const fs::path file = fs::path(root.empty() ? "/" : root) / folder / service;
    if (fs::exists(fs::symlink_status(file, ignored))) return true;
  }
  return false;
}

std::string kubernetes_text(const std::string& image, const CommandWords& options) {
  CommandWords words = container_words(options, container_folder);
  words.insert(words.begin(), "tokenshift");
  return fmt::format(
      R"(# An init container: no pod starts whose deployment.toml turns the optimization back.
# The seal of tokenshift guard seal --out seal.json, once:
#   kubectl create configmap tokenshift-seal --from-file=seal.json
# The volume apim-conf stands for the one of your pod that holds deployment.toml. Then:
#   kubectl patch deployment NAME --patch-file FILE
spec:
  template:
    spec:
      initContainers:
        - name: tokenshift-guard
          image: {0}
          command: {1}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
          volumeMounts:
            - name: apim-conf
              mountPath: {2}/conf/deployment.toml
              subPath: deployment.toml
              readOnly: true
            - name: tokenshift-seal
              mountPath: {2}/seal
              readOnly: true
      volumes:
        - name: tokenshift-seal
          configMap:
            name: tokenshift-seal
)",
      json_text(image), json_list(words), container_folder);
}

std::string compose_text(const std::string& image, const CommandWords& options) {
  return fmt::format(
      R"(# A service that has to end well before the server starts. With your own file:
#   docker compose -f compose.yaml -f FILE up
# api-manager stands for the service of the server, the two paths for its deployment.toml and for
# the seal of tokenshift guard seal --out seal.json.
services:
  tokenshift-guard:
    image: {0}
    entrypoint: ["tokenshift"]
    command: {1}
    network_mode: none
    read_only: true
    volumes:
      - ./conf/deployment.toml:{2}/conf/deployment.toml:ro
      - ./seal.json:{2}/seal/seal.json:ro
  api-manager:
    depends_on:
      tokenshift-guard:
        condition: service_completed_successfully
)",
      json_text(image), json_list(container_words(options, container_folder)), container_folder);
}

}  // namespace tokenshift::cli
