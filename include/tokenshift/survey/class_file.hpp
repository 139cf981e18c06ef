// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tokenshift::survey {

/// What is read of a compiled Java class.
struct ClassFile {
  std::string name;        ///< com.acme.Issuer
  std::string superclass;  ///< empty of java.lang.Object alone
};

/// Reads a class file (JVM specification §4.1). `place` names it in errors.
/// Throws Error{input} when it is none.
ClassFile read_class(std::string_view bytes, const std::string& place);

}  // namespace tokenshift::survey
