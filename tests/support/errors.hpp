// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tokenshift/base/error.hpp"

#include <functional>

namespace tokenshift::test {

/// The error that `work` throws; fails the test when it throws none. Its message must be one line
/// without a full stop, and its hint must say something.
Error error_of(const std::function<void()>& work);

}  // namespace tokenshift::test
