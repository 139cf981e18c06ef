// SPDX-License-Identifier: Apache-2.0
#include "support/program.hpp"

#include <doctest/doctest.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace tokenshift::test {

Program::Program(std::vector<std::string> words, const std::filesystem::path& output,
                 const std::filesystem::path& program) {
  words.insert(words.begin(), program.string());
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  REQUIRE(pid_ >= 0);
  if (pid_ != 0) return;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(126);
  const int null = ::open("/dev/null", O_RDONLY);
  const int file = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(null, STDIN_FILENO);
  ::dup2(file, STDOUT_FILENO);
  ::dup2(file, STDERR_FILENO);
  for (const int number : {SIGINT, SIGTERM}) ::signal(number, SIG_DFL);  // doctest has handlers
  ::execv(arguments.front(), arguments.data());
  ::_exit(127);
}

Program::~Program() {
  if (pid_ == 0) return;
  kill(SIGKILL);
  wait();
}

void Program::kill(int signal) const { ::kill(pid_, signal); }

int Program::wait() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int run_program(const std::vector<std::string>& words, const std::filesystem::path& output) {
  return Program(words, output).wait();
}

}  // namespace tokenshift::test
