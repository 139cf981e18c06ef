// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/survey/issuer_class.hpp"

#include "tokenshift/apim/feature.hpp"
#include "tokenshift/base/error.hpp"

#include "support/errors.hpp"
#include "support/jar.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

namespace tokenshift::test {
namespace {

using survey::Descent;

const std::string extended(apim::extended_issuer);

class Home {
 public:
  apim::Deployment with_issuer(const std::string& type, const std::string& issuer) const {
    apim::Deployment deployment{.home = folder_.path()};
    deployment.document = toml::parse(
        "[[oauth.extensions.token_types]]\nname = \"" + type + "\"\nissuer = \"" + issuer + "\"\n",
        "deployment.toml");
    return deployment;
  }
  void jar(const std::string& place, const std::string& bytes) const {
    put(folder_ / "repository/components" / place, bytes);
  }
  survey::IssuerClass issuer(const std::string& name, const std::string& type = "JWT") const {
    const auto all = survey::issuer_classes(with_issuer(type, name));
    REQUIRE(all.size() == 1);
    return all.front();
  }

 private:
  TempDir folder_;
};

}  // namespace

TEST_CASE("an issuer is followed through its superclasses, from jar to jar") {
  const Home home;
  home.jar("lib/base.jar", jar_of("com.acme.Base", extended));
  home.jar("dropins/issuer.jar", jar_of("com.acme.Issuer", "com.acme.Base"));
  home.jar("plugins/other.jar", jar_of("org.example.Other", "java.lang.Object"));
  const survey::IssuerClass issuer = home.issuer("com.acme.Issuer");
  CHECK(issuer.descent == Descent::extends);
  CHECK(issuer.chain == std::vector<std::string>{"com.acme.Issuer", "com.acme.Base", extended});
  CHECK(issuer.archive.ends_with("dropins/issuer.jar"));
  CHECK(issuer.archives == 3);
  CHECK(home.issuer("com.acme.Issuer", "Acme").token_type == "Acme");
}

TEST_CASE("an issuer that extends the plain one of API-M, or nothing, does not know of it") {
  const Home home;
  home.jar("lib/plain.jar", jar_of("com.acme.Plain", std::string(apim::plain_jwt_issuer)));
  home.jar("lib/nothing.jar", jar_of("com.acme.Nothing", "java.lang.Object"));
  CHECK(home.issuer("com.acme.Plain").descent == Descent::does_not);
  CHECK(home.issuer("com.acme.Nothing").descent == Descent::does_not);
}

TEST_CASE("an issuer, or a superclass, that is in no jar leaves the question open") {
  const Home home;
  home.jar("lib/issuer.jar", jar_of("com.acme.Issuer", "com.acme.Lost"));
  CHECK(home.issuer("com.acme.Issuer").descent == Descent::incomplete);
  CHECK(home.issuer("com.acme.Issuer").chain.back() == "com.acme.Lost");
  CHECK(home.issuer("com.acme.Nowhere").descent == Descent::incomplete);
}

TEST_CASE("classes that extend each other in a circle do not keep anybody busy") {
  const Home home;
  home.jar("lib/a.jar", jar_of("com.acme.A", "com.acme.B"));
  home.jar("lib/b.jar", jar_of("com.acme.B", "com.acme.A"));
  CHECK(home.issuer("com.acme.A").descent == Descent::incomplete);
}

TEST_CASE("jars inside of a bundle in dropins are searched, and damaged ones are passed over") {
  const Home home;
  home.jar("dropins/bundle.jar",
           zip_bytes({{"lib/inner.jar", jar_of("com.acme.Issuer", extended)}}));
  home.jar("dropins/broken.jar", "no jar");
  CHECK(home.issuer("com.acme.Issuer").descent == Descent::extends);
}

TEST_CASE("API-M's own issuers are looked up in no jar") {
  const Home home;  // without any folder of jars
  CHECK(survey::issuer_classes(home.with_issuer("JWT", extended)).empty());
  CHECK(
      survey::issuer_classes(home.with_issuer("JWT", std::string(apim::plain_jwt_issuer))).empty());
  CHECK(error_of([&] {
          survey::issuer_classes(home.with_issuer("JWT", "com.acme.Issuer"));
        }).kind() == ErrorKind::environment);
}

}  // namespace tokenshift::test
