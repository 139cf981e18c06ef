// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "key_options.hpp"
#include "session.hpp"

namespace tokenshift::cli {

/// The key that signs, as signing_choice() finds it. A practice deployment has none of its own: the
/// first time that one is wanted, a throw-away key is made where the configuration expects its key
/// store (a PEM, readable for this user alone), and said so on stderr. Without a home it is kept
/// nowhere. `session` may be nullptr.
SigningChoice signing_choice_or_throw_away(Program& program, const KeyOptions& options,
                                           const apim::Deployment* deployment,
                                           const Session* session);

}  // namespace tokenshift::cli
