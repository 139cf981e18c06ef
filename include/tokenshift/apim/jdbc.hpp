// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace tokenshift::apim {

/// A JDBC URL in the form that db::open() takes.
struct Translated {
  std::string url;                      ///< without a password; empty when it cannot be translated
  std::optional<std::string> password;  ///< where the URL held one
  std::string why;                      ///< why it cannot be translated, one clause
  std::string engine;                   ///< "oracle", for a hint; the dialect of scripts for it
};

/// Translates `jdbc:postgresql:`, `jdbc:mysql:`, `jdbc:mariadb:`, `jdbc:sqlite:` and `jdbc:h2:`.
/// Host, port, database, user, password, schema and the settings of TLS are carried over; what
/// only tunes the driver is dropped. Key stores of Java cannot be: without another trust anchor
/// such a URL keeps its demand for encryption and loses the check of the certificate's signer.
Translated from_jdbc(std::string_view jdbc);

/// The JDBC URL that the server makes of `type`, `hostname`, `port` and `name`
/// (deployment-toml.md); empty for a type it does not know.
std::string jdbc_of_parts(std::string_view type, std::string_view hostname, std::string_view port,
                          std::string_view name);

}  // namespace tokenshift::apim
