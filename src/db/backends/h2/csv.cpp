// SPDX-License-Identifier: Apache-2.0
#include "csv.hpp"

#include "tokenshift/base/error.hpp"

#include <cerrno>
#include <unistd.h>

namespace tokenshift::db::h2 {
namespace {

[[noreturn]] void fail() {
  throw Error(ErrorKind::environment, "the rows that H2 wrote to /var/tmp end in the middle",
              "free space on that file system, then run the same command again");
}

}  // namespace

CsvReader::CsvReader(int descriptor) : descriptor_(descriptor) {}

bool CsvReader::fill() {
  ssize_t count = 0;
  do {
    count = ::pread(descriptor_, bytes_.data(), bytes_.size(), offset_);
  } while (count < 0 && errno == EINTR);
  if (count <= 0) return false;
  offset_ += count;
  at_ = 0;
  size_ = static_cast<std::size_t>(count);
  return true;
}

int CsvReader::peek() {
  if (at_ == size_ && !fill()) return -1;
  return static_cast<unsigned char>(bytes_.at(at_));
}

int CsvReader::get() {
  const int byte = peek();
  if (byte >= 0) ++at_;
  return byte;
}

bool CsvReader::next(Row& row) {
  row.clear();
  if (peek() < 0) return false;
  for (;;) {
    std::optional<std::string>& value = row.emplace_back();
    if (peek() == '"') {
      get();
      value.emplace();
      for (int byte = get();; byte = get()) {
        if (byte < 0) fail();
        if (byte == '"') {
          if (peek() != '"') break;
          get();
        }
        *value += static_cast<char>(byte);
      }
    }
    const int separator = get();
    if (separator == '\n') return true;
    if (separator != ',') fail();
  }
}

}  // namespace tokenshift::db::h2
