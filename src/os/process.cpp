// SPDX-License-Identifier: Apache-2.0
#include "tokenshift/os/process.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <limits>
#include <pwd.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigaction, kill
#include <string_view>
#include <unistd.h>

namespace tokenshift::os {
namespace {

volatile std::sig_atomic_t stop_requested = 0;

constexpr std::array stop_signals{SIGINT, SIGTERM};
std::array<struct sigaction, stop_signals.size()> former_actions;

extern "C" void remember_signal(int signal_number) {
  if (stop_requested != 0) {
    // Delivered, with its default action, as soon as this handler returns.
    ::signal(signal_number, SIG_DFL);
    ::raise(signal_number);
  }
  stop_requested = 1;
}

// A process that has ended, but whose parent has not asked for its status, still has its id. Its
// state follows the name, which may itself hold spaces and parentheses: proc(5), /proc/pid/stat.
bool has_ended(long pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::string line;
  std::getline(file, line);
  const std::size_t name_end = line.rfind(')');
  if (name_end == std::string::npos || name_end + 2 >= line.size()) return false;
  return line[name_end + 2] == 'Z' || line[name_end + 2] == 'X';
}

std::string user_name() {
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 4096> buffer{};
  const int failed = ::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found);
  return failed == 0 && found != nullptr ? found->pw_name : "?";
}

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0 || name[0] == '\0') return "?";
  return name.data();
}

}  // namespace

bool is_running(long pid) {
  if (pid <= 0 || pid > std::numeric_limits<pid_t>::max()) return false;
  const bool known = ::kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM;
  return known && !has_ended(pid);
}

std::string who_am_i() { return user_name() + "@" + host_name(); }

long process_id() { return ::getpid(); }

StopRequests::StopRequests() {
  stop_requested = 0;
  struct sigaction action {};
  action.sa_handler = remember_signal;
  action.sa_flags = SA_RESTART;  // a signal shall not make a write fail half-way
  sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < stop_signals.size(); ++i) {
    ::sigaction(stop_signals.at(i), nullptr, &former_actions.at(i));
    // nohup and shell scripts in the background start us with a signal ignored: leave it so.
    if (former_actions.at(i).sa_handler != SIG_IGN) {
      ::sigaction(stop_signals.at(i), &action, nullptr);
    }
  }
}

StopRequests::~StopRequests() {
  for (std::size_t i = 0; i < stop_signals.size(); ++i) {
    ::sigaction(stop_signals.at(i), &former_actions.at(i), nullptr);
  }
}

bool StopRequests::requested() noexcept { return stop_requested != 0; }

}  // namespace tokenshift::os
