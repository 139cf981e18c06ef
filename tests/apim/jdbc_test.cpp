// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/apim/jdbc.hpp"

#include <doctest/doctest.h>

using namespace tokenshift;
using apim::from_jdbc;

TEST_CASE("JDBC URLs are translated with what they say of place, schema and encryption") {
  struct Case {
    const char* jdbc;
    const char* url;
  };
  for (const Case& example : {
           Case{"jdbc:postgresql://db:5432/apim?sslmode=verify-full&sslrootcert=/"
                "ca.pem&ApplicationName=x",
                "postgresql://db:5432/apim?sslmode=verify-full&sslrootcert=/ca.pem"},
           Case{"jdbc:postgresql://db/apim?currentSchema=wso2",
                "postgresql://db/apim?currentSchema=wso2"},
           Case{"jdbc:postgresql://db/apim?ssl=true", "postgresql://db/apim?sslmode=verify-full"},
           Case{"jdbc:postgresql://db/"
                "apim?ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory",
                "postgresql://db/apim?sslmode=require"},
           Case{"jdbc:postgresql:apim", "postgresql://localhost/apim"},
           Case{"jdbc:postgresql://a:1,b:2/apim", "postgresql://a:1,b:2/apim"},
           Case{"jdbc:mysql://db:3306/apim?autoReconnect=true&amp;useSSL=false",
                "mysql://db:3306/apim"},
           Case{"jdbc:mysql://db/apim?useSSL=true&requireSSL=true",
                "mysql://db/apim?ssl-mode=REQUIRED"},
           Case{"jdbc:mysql://db/apim?useSSL=true&requireSSL=true&verifyServerCertificate=true",
                "mysql://db/apim?ssl-mode=VERIFY_CA"},
           Case{"jdbc:mysql://db/apim?sslMode=VERIFY_IDENTITY",
                "mysql://db/apim?ssl-mode=VERIFY_IDENTITY"},
           Case{"jdbc:mysql://db/apim?sslMode=VERIFY_CA&trustCertificateKeyStoreUrl=file:/t.jks",
                "mysql://db/apim?ssl-mode=REQUIRED"},
           Case{"jdbc:mariadb://db/apim?sslMode=verify-full&serverSslCert=/ca.pem",
                "mysql://db/apim?ssl-ca=/ca.pem&ssl-mode=VERIFY_IDENTITY"},
           Case{"jdbc:sqlite:./x.db", "sqlite:./x.db"},
           Case{"jdbc:h2:./repository/database/WSO2AM_DB;DB_CLOSE_ON_EXIT=FALSE",
                "h2:./repository/database/WSO2AM_DB;DB_CLOSE_ON_EXIT=FALSE"},
       }) {
    CAPTURE(example.jdbc);
    const apim::Translated translated = from_jdbc(example.jdbc);
    CHECK(translated.url == example.url);
    CHECK(translated.why.empty());
    CHECK_FALSE(translated.password);
  }
}

TEST_CASE("a password in a JDBC URL is told apart from the URL") {
  for (const char* jdbc : {"jdbc:postgresql://db/apim?user=u&password=canary",
                           "jdbc:mysql://u:canary@db/apim", "jdbc:h2:./x;PASSWORD=canary"}) {
    CAPTURE(jdbc);
    const apim::Translated translated = from_jdbc(jdbc);
    CHECK(translated.password == "canary");
    CHECK(translated.url.find("canary") == std::string::npos);
  }
}

TEST_CASE("what has no driver here is told with the dialect that a script for it has") {
  struct Case {
    const char* jdbc;
    const char* engine;
  };
  for (const Case& example :
       {Case{"jdbc:oracle:thin:u/canary@h:1521/s", "oracle"},
        Case{"jdbc:sqlserver://h:1433;databaseName=x;password=canary", "mssql"},
        Case{"jdbc:db2://h:50000/x", "db2"}, Case{"jdbc:mysql:replication://a,b/x", ""},
        Case{"jdbc:informix:x", ""}, Case{"jdbc:h2:tcp://h/x", "h2"}, Case{"mysql://h/x", ""},
        Case{"jdbc:mysql://h:x/canary", ""}, Case{"", ""}}) {
    CAPTURE(example.jdbc);
    const apim::Translated translated = from_jdbc(example.jdbc);
    CHECK(translated.url.empty());
    CHECK_FALSE(translated.why.empty());
    CHECK(translated.why.find("canary") == std::string::npos);
    CHECK(translated.engine == example.engine);
  }
}
