// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/foreign_source.hpp"

#include "tokenshift/apim/deployment.hpp"
#include "tokenshift/base/error.hpp"

#include "support/errors.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace tokenshift::test {
namespace {

const std::string config_map =
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: wso2am-conf\n  labels:\n    name: other\n"
    "data:\n  deployment.toml: |\n    [server]\n    hostname = \"a: b\"\n";

struct Row {
  std::string_view name;
  std::string text;
  std::string_view says;  // with place
  std::string_view hint;
};

const std::vector<Row> rows{
    {"cm.yaml", config_map,
     "cm.yaml:8:3: deployment.toml embedded in a Kubernetes ConfigMap (wso2am-conf, "
     "data.\"deployment.toml\")",
     "edit it there, or where this file is generated from, then kubectl apply"},
    {"list.yaml",
     "apiVersion: v1\nitems:\n- apiVersion: v1\n  data:\n    other: x\n  kind: ConfigMap\n"
     "  metadata:\n    name: first\n- apiVersion: v1\n  data:\n    \"deployment.toml\": |\n"
     "      [a]\n  kind: Secret\n  metadata:\n    name: second\nkind: List\nmetadata: {}\n",
     "list.yaml:11:5: deployment.toml embedded in a Kubernetes Secret (second, "
     "data.\"deployment.toml\")",
     "edit it there, or where this file is generated from, then kubectl apply"},
    {"rendered",
     "---\n# Source: am/templates/svc.yaml\napiVersion: v1\nkind: Service\nmetadata:\n"
     "  name: svc\n---\n# Source: am/templates/conf.yaml\n" +
         config_map,
     "rendered:16:3: deployment.toml embedded in a Kubernetes ConfigMap (wso2am-conf, "
     "data.\"deployment.toml\"), rendered from am/templates/conf.yaml",
     "edit am/templates/conf.yaml in the chart, then helm upgrade"},
    {"svc.yml", "apiVersion: v1\nkind: Service\nmetadata:\n  name: svc\n",
     "svc.yml:1:1: a Kubernetes Service (svc), no deployment.toml",
     "edit it there, or where this file is generated from, then kubectl apply"},
    {"svc.yml", "kind: Service\napiVersion: v1\n",
     "svc.yml:1:1: a Kubernetes Service (without a name), no deployment.toml",
     "edit it there, or where this file is generated from, then kubectl apply"},
    {"cm.yaml",
     "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n"
     "  deployment.toml: |-\n{{ tpl (.Files.Get \"deployment.toml\") . | indent 4 }}\n",
     "cm.yaml:6:3: deployment.toml embedded in a Kubernetes ConfigMap ({{ .Release.Name }}, "
     "data.\"deployment.toml\")",
     "edit it there, then helm upgrade"},
    {"cm.json",
     "{\n \"apiVersion\": \"v1\",\n \"kind\": \"ConfigMap\",\n \"data\": {\"deployment.toml\": "
     "\"x\"}}\n",
     "cm.json:4:11: deployment.toml embedded in a Kubernetes manifest (JSON)",
     "edit it there, or where this file is generated from, then kubectl apply"},
    {"both.yaml", config_map + "---\n" + config_map + "---\napiVersion: v1\nkind: Service\n",
     "both.yaml:8:3: deployment.toml embedded in a Kubernetes ConfigMap (wso2am-conf, "
     "data.\"deployment.toml\")",
     "edit it there, or where this file is generated from, then kubectl apply"},
    {"owned.yaml",
     "items:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    ownerReferences:\n"
     "    - apiVersion: apps/v1\n      kind: Deployment\n      name: owner\n    name: mine\n"
     "  data:\n    deployment.toml: ''\nkind: List\n",
     "owned.yaml:11:5: deployment.toml embedded in a Kubernetes ConfigMap (mine, "
     "data.\"deployment.toml\")",
     "edit it there, or where this file is generated from, then kubectl apply"},
    {"kind-first.yaml",
     "items:\n- kind: Secret\n  apiVersion: v1\n- kind: ConfigMap\n  apiVersion: v1\n"
     "  data:\n    deployment.toml: ''\n",
     "kind-first.yaml:7:5: deployment.toml embedded in a Kubernetes ConfigMap (without a name, "
     "data.\"deployment.toml\")",
     "edit it there, or where this file is generated from, then kubectl apply"},
    {"text.yaml",
     "wso2:\n  apim:\n    configurations:\n      about: |\n"
     "        tokenPersistenceOptimization: x\n",
     "text.yaml:3:5: a Helm values file, no deployment.toml; the switch is "
     "wso2.apim.configurations.oauth_config.tokenPersistenceOptimization",
     "set it to true there, then helm upgrade"},
    {"values.yaml",
     "# values\nwso2:\n  apim:\n    configurations:\n      oauth_config:\n"
     "        tokenPersistenceOptimization: false\n",
     "values.yaml:6:9: a Helm values file, no deployment.toml; the switch is "
     "wso2.apim.configurations.oauth_config.tokenPersistenceOptimization",
     "set it to true there, then helm upgrade"},
    {"prod", "am:\n  wso2:\n    apim:\n      configurations:\n        adminUsername: a\n",
     "prod:4:7: a Helm values file, no deployment.toml; the switch is "
     "am.wso2.apim.configurations.oauth_config.tokenPersistenceOptimization",
     "set it to true there, then helm upgrade"},
    {"deployment.toml",
     "[server]\nhostname = \"{{ .Values.host }}\"\n{{- if .Values.x }}\na = 1\n{{- end }}\n",
     "deployment.toml:3:1: a Helm template, not yet a deployment.toml",
     "edit it in the chart, then helm upgrade"},
    {"deployment.toml.j2", "[server]\nhostname = \"{{ host }}\"\noffset = {{ offset }}\n",
     "deployment.toml.j2:2:13: a Jinja template, not yet a deployment.toml",
     "edit it in the Ansible role, then run the playbook"},
    {"deployment.toml", "[server]\n{% if x %}\na = 1\n{% endif %}\n",
     "deployment.toml:2:1: a Jinja template, not yet a deployment.toml",
     "edit it in the Ansible role, then run the playbook"},
    {"deployment.toml.erb", "[server]\noffset = <%= @offset %>\n",
     "deployment.toml.erb:2:10: an ERB template, not yet a deployment.toml",
     "edit it in the Puppet module, then let the agent run"},
    {"x", "offset = {{offset}}\n", "x:1:10: a template, not yet a deployment.toml",
     "edit it where it is kept, and check what it renders to"},
};

}  // namespace

TEST_CASE("each kind of source is told apart, at its place, with what to edit instead") {
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto found = apim::foreign_source(row.text, row.name);
    REQUIRE(found.has_value());
    CHECK(to_string(found->finding.location) + ": " + found->finding.message == row.says);
    CHECK(found->finding.hint == row.hint);
    CHECK(found->finding.id == "embedded");
  }
}

TEST_CASE("a deployment that is named by such a file is refused") {
  const TempDir folder;
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto file = folder.write(row.name, row.text);
    const Error error = error_of([&] { apim::load({.deployment_toml = file.string()}); });
    CHECK(error.kind() == ErrorKind::refused);
    CHECK(std::string(error.what()) == folder.path().string() + "/" + std::string(row.says));
    CHECK(error.hint() == row.hint);
  }
}

TEST_CASE("a broken deployment.toml is not taken for a source of one") {
  for (const char* text :
       {"a = off\n", "a = \"{{ x }}\"\nb = off\n", "# {% x %}\nb = off\n", "kind: x\n",
        "a = '''\n{{ x }}\n'''\nb = off\n", "apiVersion: 1\n", "wso2:\n  apim:\n    a: 1\n", "\n",
        "\"a\\\"{{\" = off\n", "{\"a\": 1}\n", "configurations: 1\n", "a <%s> b\n", "{ <%"}) {
    CAPTURE(text);
    CHECK_FALSE(apim::foreign_source(text, "deployment.toml").has_value());
  }
  using namespace std::string_view_literals;
  CHECK_FALSE(apim::foreign_source("\x7F"
                                   "ELF\0 <%= x %>\n"sv,
                                   "deployment.toml")
                  .has_value());
  const TempDir folder;
  const auto file = folder.write("broken.toml", "a = off\n");
  CHECK(error_of([&] { apim::load({.deployment_toml = file.string()}); }).kind() ==
        ErrorKind::input);
}

}  // namespace tokenshift::test
