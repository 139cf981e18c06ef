// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/backend.hpp"

#include <filesystem>
#include <memory>

namespace tokenshift::revocation {

/// Opens a store of tokenshift's own: a SQLite file with the server's tables of revocation, for
/// tokens that no deployment knows.
///
/// For writing it is made when there is none, for this user alone (mode 0600, directories 0700).
/// For reading, nullptr when there is none: nothing was revoked then.
/// Throws Error{refused} when the file is a database of something else, Error{environment} when the
/// file system says no.
std::unique_ptr<db::Connection> open_own_store(const std::filesystem::path& file,
                                               db::Access access);

}  // namespace tokenshift::revocation
