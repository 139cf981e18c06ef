// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/db/connection.hpp"
#include "tokenshift/lab/lab.hpp"

#include <functional>
#include <string_view>

namespace tokenshift::lab {

/// Told of every user that owns something: the name without a domain, and the tenant. May be empty.
using UserSink = std::function<void(std::string_view name, int tenant_id)>;

/// Makes and fills the tables of WSO2AM_DB in a database that has none of them. The mark of a
/// practice deployment is its first table and its row there the last thing to be written: while it
/// is empty, the deployment is not complete.
Counts fill_apim(db::Connection& database, const Request& request, const Progress& progress,
                 const UserSink& users);

/// Opens the destination of the request and fills it, as fill_apim() does; clears it after a
/// failure. Throws Error{refused} when it holds what must not be replaced.
Created fill_destination(const Request& request, const Progress& progress, const UserSink& users);

}  // namespace tokenshift::lab
