// SPDX-License-Identifier: Apache-2.0
//
// OpenSSL, loaded by the first of its functions that is called. Linked into the program, its tables
// are 340 KB that the loader has to relocate before main(): a fifth of the time of a short command
// (docs/decisions/openssl-when-needed.md).
//
// For each function stands a forwarder of the same name here. It jumps to where its slot points; an
// empty slot has the module loaded first, which fills all of them. The arguments stay where they
// are.
#include "tokenshift/base/error.hpp"
#include "tokenshift/os/module.hpp"

#include "openssl_functions.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace {

enum Slot : std::size_t {
#define X(name) slot_of_##name,
#include "openssl_functions.def"
#undef X
  slot_count
};

}  // namespace

extern "C" {

__attribute__((visibility("hidden")))
tokenshift::crypto::OpensslFunction tokenshift_openssl_slots[slot_count] =
    {};  // NOLINT: an array of C, for the assembler
}

namespace {

bool fill_slots() {
  using tokenshift::Error;
  using tokenshift::ErrorKind;
  namespace crypto = tokenshift::crypto;
  namespace os = tokenshift::os;
  const auto* const table = static_cast<const crypto::OpensslTable*>(
      os::load_module("openssl", TOKENSHIFT_OPENSSL_SYMBOL));
  if (std::strcmp(table->names, crypto::openssl_function_names) != 0) {
    throw Error(ErrorKind::environment,
                "tokenshift-openssl.so: of another version than the program",
                "install tokenshift again");
  }
  std::copy_n(table->functions, std::size_t{slot_count}, tokenshift_openssl_slots);
  return true;
}

}  // namespace

extern "C" {

/// Called by a forwarder whose slot is empty.
__attribute__((visibility("hidden"))) void tokenshift_load_openssl() {
  static const bool loaded = fill_slots();
  static_cast<void>(loaded);
}
}

// Keeps what a call may hold in registers: six arguments and, for a variable number of them, al.
asm(R"(
  .text
  .type tokenshift_load_first, @function
tokenshift_load_first:
  .cfi_startproc
  push %rdi
  .cfi_adjust_cfa_offset 8
  push %rsi
  .cfi_adjust_cfa_offset 8
  push %rdx
  .cfi_adjust_cfa_offset 8
  push %rcx
  .cfi_adjust_cfa_offset 8
  push %r8
  .cfi_adjust_cfa_offset 8
  push %r9
  .cfi_adjust_cfa_offset 8
  push %rax
  .cfi_adjust_cfa_offset 8
  push %r11
  .cfi_adjust_cfa_offset 8
  sub $8, %rsp
  .cfi_adjust_cfa_offset 8
  call tokenshift_load_openssl
  add $8, %rsp
  .cfi_adjust_cfa_offset -8
  pop %r11
  .cfi_adjust_cfa_offset -8
  pop %rax
  .cfi_adjust_cfa_offset -8
  pop %r9
  .cfi_adjust_cfa_offset -8
  pop %r8
  .cfi_adjust_cfa_offset -8
  pop %rcx
  .cfi_adjust_cfa_offset -8
  pop %rdx
  .cfi_adjust_cfa_offset -8
  pop %rsi
  .cfi_adjust_cfa_offset -8
  pop %rdi
  .cfi_adjust_cfa_offset -8
  jmp *%r11
  .cfi_endproc
  .size tokenshift_load_first, . - tokenshift_load_first
  .set tokenshift_next_slot, 0
)");

#define X(name)                                                                   \
  asm(".globl " #name "\n .hidden " #name "\n .type " #name ", @function\n" #name \
      ":\n"                                                                       \
      "  .cfi_startproc\n"                                                        \
      "  endbr64\n"                                                               \
      "  mov tokenshift_openssl_slots + tokenshift_next_slot(%rip), %r11\n"       \
      "  test %r11, %r11\n"                                                       \
      "  jne 1f\n"                                                                \
      "  lea " #name                                                              \
      "(%rip), %r11\n"                                                            \
      "  jmp tokenshift_load_first\n"                                             \
      "1: jmp *%r11\n"                                                            \
      "  .cfi_endproc\n"                                                          \
      ".size " #name ", . - " #name                                               \
      "\n"                                                                        \
      ".set tokenshift_next_slot, tokenshift_next_slot + 8\n");
#include "openssl_functions.def"
#undef X
