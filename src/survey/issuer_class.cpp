// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/survey/issuer_class.hpp"

#include "tokenshift/apim/feature.hpp"
#include "tokenshift/apim/resolve.hpp"
#include "tokenshift/base/error.hpp"
#include "tokenshift/survey/archive.hpp"
#include "tokenshift/survey/class_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tokenshift::survey {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_chain = 32;

struct Folder {
  std::string_view name;
  bool nested;  // what operators put in may hold further jars
};
constexpr std::array folders{Folder{"lib", true}, Folder{"dropins", true},
                             Folder{"plugins", false}};

// API-M's own, from which no way leads to ExtendedJWTTokenIssuer: it is their subclass.
constexpr std::array not_descended{
    apim::plain_jwt_issuer,
    std::string_view{"org.wso2.carbon.identity.oauth2.token.OauthTokenIssuerImpl"},
    std::string_view{"java.lang.Object"}};

struct Place {
  std::string path;
  Archive archive;
};

void add_archive(std::vector<Place>& places, const fs::path& path, bool nested) {
  try {
    places.push_back({path.string(), Archive::open(path)});
    if (!nested) return;
    const Archive outer = places.back().archive;
    for (const std::string& name : outer.names_ending(".jar")) {
      const std::string place = fmt::format("{}!/{}", path.string(), name);
      places.push_back({place, Archive::from_bytes(outer.read(name).value_or(""), place)});
    }
  } catch (const Error&) {  // no archive, or a damaged one: the server cannot load it either
  }
}

std::vector<Place> archives_of(const fs::path& components) {
  std::vector<Place> places;
  bool any = false;
  for (const Folder& folder : folders) {
    std::error_code problem;
    std::vector<fs::path> files;
    fs::directory_iterator entries(components / folder.name, problem);
    if (problem) continue;
    any = true;
    for (; entries != fs::directory_iterator(); entries.increment(problem)) {
      if (entries->path().extension() == ".jar") files.push_back(entries->path());
    }
    std::ranges::sort(files);
    for (const fs::path& file : files) add_archive(places, file, folder.nested);
  }
  if (any) return places;
  throw Error(ErrorKind::environment,
              fmt::format("{} has none of lib, dropins and plugins", components.string()),
              "name the home of the server itself");
}

struct Found {
  ClassFile file;
  std::string archive;
};

std::optional<Found> find_class(const std::vector<Place>& places, std::string name) {
  std::ranges::replace(name, '.', '/');
  name += ".class";
  for (const Place& place : places) {
    const auto bytes = place.archive.read(name);
    if (bytes) return Found{read_class(*bytes, place.path + "!/" + name), place.path};
  }
  return std::nullopt;
}

IssuerClass followed(const std::vector<Place>& places, std::string token_type, std::string name) {
  IssuerClass issuer{.token_type = std::move(token_type),
                     .name = name,
                     .descent = Descent::incomplete,
                     .chain = {},
                     .archive = {},
                     .archives = places.size()};
  while (issuer.chain.size() < longest_chain) {
    issuer.chain.push_back(name);
    if (name == apim::extended_issuer) {
      issuer.descent = Descent::extends;
      return issuer;
    }
    if (std::ranges::find(not_descended, name) != not_descended.end()) {
      issuer.descent = Descent::does_not;
      return issuer;
    }
    const auto found = find_class(places, name);
    if (!found) return issuer;
    if (issuer.archive.empty()) issuer.archive = found->archive;
    name = found->file.superclass;
  }
  return issuer;
}

struct Named {
  std::string token_type;
  std::string issuer;
};

// The last entry of a name wins (deployment-toml.md §2.4).
std::vector<Named> own_issuers(const apim::Deployment& deployment) {
  std::vector<Named> all;
  if (!deployment.document) return all;
  for (const toml::Element& element :
       deployment.document->elements({"oauth", "extensions", "token_types"})) {
    const toml::Value* type = element.find("name");
    const toml::Value* issuer = element.find("issuer");
    if (type == nullptr || issuer == nullptr) continue;
    const apim::Resolved name = apim::resolve_in_array(deployment, issuer->content);
    std::erase_if(all, [&](const Named& one) { return one.token_type == type->content; });
    if (name.open.empty()) all.push_back({type->content, name.text});
  }
  std::erase_if(all, [](const Named& one) {
    return one.issuer.empty() || one.issuer == apim::extended_issuer ||
           one.issuer == apim::plain_jwt_issuer || one.token_type == "Default";
  });
  return all;
}

}  // namespace

std::vector<IssuerClass> issuer_classes(const apim::Deployment& deployment) {
  const std::vector<Named> own = own_issuers(deployment);
  std::vector<IssuerClass> classes;
  if (own.empty()) return classes;  // then no jar has to be opened
  const std::vector<Place> places = archives_of(deployment.home / "repository/components");
  for (const Named& one : own) classes.push_back(followed(places, one.token_type, one.issuer));
  return classes;
}

}  // namespace tokenshift::survey
