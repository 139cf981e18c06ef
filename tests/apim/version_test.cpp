// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/version.hpp"

#include "tokenshift/base/error.hpp"

#include "support/temp_dir.hpp"

#include <doctest/doctest.h>

using namespace tokenshift;
using namespace tokenshift::apim;

TEST_CASE("a version has two or three numbers and perhaps a suffix") {
  CHECK(parse_version("4.6") == Version{4, 6, 0});
  CHECK(parse_version("4.6.0") == Version{4, 6, 0});
  CHECK(parse_version(" 4.7.0-beta\n") == Version{4, 7, 0});
  for (const char* text : {"", "4", "4.", "4.x", "v4.6", "4.6.0.1", "4.6.0rc", "-4.6", "4.-6"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_version(text));
  }
  CHECK(Version{4, 2, 9} < first_with_feature);
  CHECK(Version{4, 10, 0} > first_with_default_on);
}

TEST_CASE("a pack tells its product and version") {
  const test::TempDir folder;
  struct Case {
    const char* text;
    Product product;
    Version version;
  };
  for (const Case& c : {Case{"wso2am-4.7.0", Product::all_in_one, {4, 7, 0}},
                        Case{"wso2am-acp-4.5.0", Product::control_plane, {4, 5, 0}},
                        Case{"wso2am-universal-gw-4.6.0\n", Product::gateway, {4, 6, 0}},
                        Case{"wso2am-tm-4.5.0", Product::traffic_manager, {4, 5, 0}}}) {
    CAPTURE(c.text);
    folder.write("updates/product.txt", c.text);
    const auto pack = detect_pack(folder.path());
    REQUIRE(pack);
    CHECK(pack->product == c.product);
    CHECK(pack->version == c.version);
  }
}

TEST_CASE("version.txt is asked when there is no product.txt, and nothing is made up") {
  const test::TempDir folder;
  CHECK_FALSE(detect_pack(folder.path()));
  folder.write("bin/version.txt", "WSO2 API Manager v4.3.0");
  CHECK(detect_pack(folder.path())->version == Version{4, 3, 0});
  folder.write("updates/product.txt", "something else");
  CHECK_THROWS_AS(detect_pack(folder.path()), Error);
}
