// SPDX-License-Identifier: Apache-2.0
#include "file.hpp"

#include "tokenshift/base/error.hpp"
#include "tokenshift/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <thread>
#include <unistd.h>
#include <vector>

namespace tokenshift::db::h2 {
namespace {

namespace fs = std::filesystem;

constexpr const char* plugins = "repository/components/plugins";
constexpr std::string_view jar_name = "h2-database-engine_";
constexpr const char* debian_jar = "/usr/share/java/h2.jar";
constexpr std::array<const char*, 3> pack_javas{"jdk/bin/java", "jre/bin/java", "java/bin/java"};

struct Format {
  int number;
  const char* versions;
};
constexpr std::array formats{Format{1, "1.4.200 or older"}, Format{2, "2.0 or 2.1"},
                             Format{3, "2.2 or later"}};

// "h2-database-engine_2.2.224.wso2v2.jar", "h2-2.1.214.jar": the digits and dots that stand first.
std::string version_in(const fs::path& jar) {
  std::error_code failed;
  const fs::path real = fs::canonical(jar, failed);  // h2.jar is a link
  for (const fs::path& path : {jar, failed ? jar : real}) {
    const std::string name = path.stem().string();
    for (const std::string_view before : {jar_name, std::string_view("h2-")}) {
      if (!name.starts_with(before)) continue;
      const std::string_view rest = std::string_view(name).substr(before.size());
      std::string version(rest.substr(0, rest.find_first_not_of("0123456789.")));
      while (version.ends_with('.')) version.pop_back();
      if (!version.empty()) return version;
    }
  }
  return {};
}

// With several, after an update, the last name in order.
fs::path jar_of(const fs::path& home) {
  fs::path found;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(home / plugins, failed)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(jar_name) && name.ends_with(".jar")) {
      found = std::max(found, entry.path());
    }
  }
  return found;
}

fs::path java_of(const fs::path& home) {
  for (const char* java : pack_javas) {
    if (::access((home / java).c_str(), X_OK) == 0) return home / java;
  }
  return {};
}

const char* versions_of(int format) {
  const auto* const found = std::ranges::find(formats, format, &Format::number);
  return found == formats.end() ? "another version" : found->versions;
}

// While it is open, nobody who writes can open the file: H2 locks it in the same way.
int open_shared(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  struct flock shared {};
  shared.l_type = F_RDLCK;
  shared.l_whence = SEEK_SET;
  if (descriptor >= 0 && ::fcntl(descriptor, F_OFD_SETLK, &shared) == 0) return descriptor;
  if (descriptor >= 0) ::close(descriptor);
  throw Error(ErrorKind::environment,
              fmt::format("{}: cannot be read, or a server holds it", printable(file.string())),
              "stop the server that uses it, then run the same command again");
}

bool is_locked(int descriptor) {
  struct flock any {};
  any.l_type = F_WRLCK;
  any.l_whence = SEEK_SET;
  return ::fcntl(descriptor, F_OFD_GETLK, &any) == 0 && any.l_type != F_UNLCK;
}

}  // namespace

bool is_free(const fs::path& file, std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return true;
  bool locked = is_locked(descriptor);
  while (locked && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    locked = is_locked(descriptor);
  }
  ::close(descriptor);
  return !locked;
}

fs::path data_file(const fs::path& base) { return base.string() + ".mv.db"; }

Engine find_engine(const fs::path& jar, const fs::path& home, const fs::path& base) {
  // A database of a pack lies in <home>/repository/database.
  const fs::path around = base.parent_path().parent_path().parent_path();
  Engine engine{.jar = jar, .java = {}, .version = {}};
  for (const fs::path& place : {home, around}) {
    if (place.empty()) continue;
    if (engine.java.empty()) engine.java = java_of(place);
    if (engine.jar.empty()) engine.jar = jar_of(place);
  }
  std::error_code ignored;
  if (engine.jar.empty() && fs::exists(debian_jar, ignored)) engine.jar = debian_jar;
  if (engine.jar.empty() || !fs::exists(engine.jar, ignored)) {
    throw Error(ErrorKind::environment,
                engine.jar.empty()
                    ? fmt::format("no {}*.jar in {}/{}", jar_name,
                                  home.empty() ? "the home" : printable(home.string()), plugins)
                    : fmt::format("{}: no such file", printable(engine.jar.string())),
                "H2 databases are opened through the pack's own H2: name the pack with --home DIR");
  }
  engine.version = version_in(engine.jar);
  return engine;
}

std::optional<int> format_of_version(const std::string& version) {
  const auto parts = split(version, '.');
  if (parts.size() < 2) return std::nullopt;
  const int major = std::atoi(parts[0].c_str());
  const int minor = std::atoi(parts[1].c_str());
  if (major < 1) return std::nullopt;
  if (major < 2) return 1;
  return major == 2 && minor < 2 ? 2 : 3;
}

std::optional<int> format_of_file(const fs::path& file) {
  // Two copies of the header, a block each: a crash spares one.
  constexpr std::size_t block = 4096;
  constexpr std::string_view mark = "format:";
  std::array<char, 2 * block> bytes{};
  std::ifstream stream(file, std::ios::binary);
  stream.read(bytes.data(), bytes.size());
  const std::string_view text(bytes.data(), static_cast<std::size_t>(stream.gcount()));
  const auto no_database = [&](const char* what) {
    return Error(ErrorKind::input, fmt::format("{}: {}", printable(file.string()), what),
                 "check the path, or restore the database from its backup");
  };
  if (text.starts_with("H2encrypt")) throw no_database("an encrypted database of H2");
  for (const std::size_t start : {std::size_t{0}, block}) {
    if (start >= text.size()) break;
    const std::string_view copy = text.substr(start, block);
    if (!copy.starts_with("H:2,")) continue;
    const std::string_view header = copy.substr(0, copy.find('\n'));
    const std::size_t at = header.find(mark);
    if (at == std::string_view::npos) return std::nullopt;
    return std::atoi(std::string(header.substr(at + mark.size(), 3)).c_str());
  }
  throw no_database("not a database of H2, or damaged");
}

void require_same_format(const fs::path& file, const Engine& engine) {
  const auto of_file = format_of_file(file);
  const auto of_engine = format_of_version(engine.version);
  if (!of_file || !of_engine || *of_file == *of_engine) return;
  throw Error(
      ErrorKind::input,
      fmt::format("{}: written by H2 {} (file format {}), and the H2 at hand is {} (format {}): {}",
                  printable(file.string()), versions_of(*of_file), *of_file, engine.version,
                  *of_engine, printable(engine.jar.string())),
      "name the API-M that wrote it with --home DIR: its own H2 is used then");
}

PrivateCopy::PrivateCopy(const fs::path& file) {
  const int source = open_shared(file);
  std::string name = "/var/tmp/tokenshift-h2-XXXXXX";
  const char* made = ::mkdtemp(name.data());
  if (made != nullptr) folder_ = name;
  bool copied = made != nullptr;
  if (copied) {
    const int target =
        ::open(data_file(base()).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    std::vector<char> bytes(std::size_t{1} << 20U);
    ssize_t count = 0;
    while (target >= 0 && (count = ::read(source, bytes.data(), bytes.size())) > 0) {
      if (::write(target, bytes.data(), static_cast<std::size_t>(count)) != count) break;
    }
    copied = target >= 0 && count == 0;
    if (target >= 0) ::close(target);
  }
  ::close(source);
  if (copied) return;
  remove();
  throw Error(ErrorKind::environment,
              fmt::format("{}: cannot be copied to /var/tmp", printable(file.string())),
              "it was not closed properly, and can be read only when what is left open in it is "
              "rolled back, in a copy: free space in /var/tmp, or start and stop the server once");
}

fs::path PrivateCopy::base() const { return folder_ / "COPY"; }

void PrivateCopy::remove() noexcept {
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
  folder_.clear();
}

}  // namespace tokenshift::db::h2
