// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace tokenshift::db::h2 {

/// The file that holds the database: base and ".mv.db".
std::filesystem::path data_file(const std::filesystem::path& base);

/// The H2 that a pack brings along (`repository/components/plugins/h2-database-engine_*.jar`), or
/// the one of Debian's libh2-java where there is no pack.
struct Engine {
  std::filesystem::path jar;
  std::filesystem::path java;  ///< the pack's own; empty: JAVA_HOME, then PATH
  std::string version;         ///< "2.2.224"; empty when the name of the jar does not tell
};

/// Finds it: the named jar, that of the home, that of the home in which the database lies.
/// Throws Error{environment} when there is none.
Engine find_engine(const std::filesystem::path& jar, const std::filesystem::path& home,
                   const std::filesystem::path& base);

/// The file format that a version reads and writes: 1 up to 1.4.200, 2 of 2.0 and 2.1, 3 from 2.2
/// on; nothing when the version is not known (h2database#3892).
std::optional<int> format_of_version(const std::string& version);

/// The format that the first bytes of a database file tell ("H:2,…,format:2,…"); nothing when they
/// tell none. Throws Error{input} when it is no database of H2, or an encrypted one.
std::optional<int> format_of_file(const std::filesystem::path& file);

/// Whether no process has the file locked, as H2 locks it; waits for that up to `patience`.
bool is_free(const std::filesystem::path& file, std::chrono::milliseconds patience);

/// Throws Error{input} when the engine is of another format than the file.
void require_same_format(const std::filesystem::path& file, const Engine& engine);

/// A copy of a database file in a folder of its own that only this user can enter, removed with it.
/// For a database that was not closed properly: what is left open in it has to be rolled back
/// before it can be read, which a reader must not do to the file itself.
class PrivateCopy {
 public:
  /// Throws Error{environment} when somebody has the file open, or there is no space.
  explicit PrivateCopy(const std::filesystem::path& file);
  PrivateCopy(const PrivateCopy&) = delete;
  PrivateCopy& operator=(const PrivateCopy&) = delete;
  ~PrivateCopy() { remove(); }

  std::filesystem::path base() const;

  /// Whoever has it open keeps it until he closes it.
  void remove() noexcept;

 private:
  std::filesystem::path folder_;
};

}  // namespace tokenshift::db::h2
