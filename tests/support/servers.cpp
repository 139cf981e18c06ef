// SPDX-License-Identifier: Apache-2.0
#include "support/servers.hpp"

#include "tokenshift/base/text.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <thread>
#include <unistd.h>

namespace tokenshift::test {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds patience{30};

// The user a server runs as: root may not run one.
struct Account {
  explicit Account(const char* name) {
    if (::geteuid() != 0) return;
    const passwd* entry = ::getpwnam(name);
    REQUIRE_MESSAGE(entry != nullptr, "no user ", name, ": is the server installed?");
    user = entry->pw_uid;
    group = entry->pw_gid;
    change = true;
  }
  uid_t user = 0;
  gid_t group = 0;
  bool change = false;
};

// Starts a program as the account, its output in a file; ended by `death_signal` with this process.
pid_t start_process(const Account& account, const std::vector<std::string>& words,
                    const fs::path& log, int death_signal, rlim_t largest_file = 0) {
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  REQUIRE(pid >= 0);
  if (pid != 0) return pid;
  ::setpgid(0, 0);  // Ctrl-C at the terminal is for the test alone
  const int file = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  const int null = ::open("/dev/null", O_RDONLY);
  ::dup2(null, 0);
  ::dup2(file, 1);
  ::dup2(file, 2);
  for (int descriptor = 3; descriptor < 256; ++descriptor) ::close(descriptor);
  if (account.change) {
    if (::setgroups(0, nullptr) != 0 || ::setgid(account.group) != 0 || ::setuid(account.user) != 0)
      ::_exit(97);
  }
  const rlimit limit{largest_file, largest_file};
  // A write beyond is to fail, as it does on a full disk, and not to end the server.
  std::signal(SIGXFSZ, SIG_IGN);
  if (largest_file != 0 && ::setrlimit(RLIMIT_FSIZE, &limit) != 0) ::_exit(95);
  ::prctl(PR_SET_PDEATHSIG, death_signal);
  if (::getppid() != parent) ::_exit(98);
  for (const int number : {SIGINT, SIGTERM}) ::signal(number, SIG_DFL);
  if (::chdir("/") != 0) ::_exit(96);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execv(arguments.front(), arguments.data());
  ::_exit(99);
}

void run(const Account& account, const std::vector<std::string>& words, const fs::path& log) {
  int status = 0;
  ::waitpid(start_process(account, words, log, SIGKILL), &status, 0);
  // Read before: a check inside the message of a check would wait for itself.
  const std::string said = slurp(log);
  REQUIRE_MESSAGE(status == 0, words.front(), " failed:\n", said);
}

int free_port() {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  ::close(listener);
  return ::ntohs(address.sin_port);
}

// Words without quotes in them, quoted for the shell.
std::string quoted(const std::string& word) { return "'" + word + "'"; }

std::string output_of(const std::string& command, int& status) {
  std::string text;
  FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::array<char, 4096> buffer{};
  while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    text.append(buffer.data(), size);
  }
  status = ::pclose(pipe);
  return text;
}

void wait_for(const std::string& command, const fs::path& log) {
  const auto until = std::chrono::steady_clock::now() + patience;
  for (int status = 1; status != 0;) {
    output_of(command + " >/dev/null 2>&1", status);
    if (status == 0) return;
    if (std::chrono::steady_clock::now() > until) {
      const std::string said = slurp(log);
      FAIL("no answer:\n", said);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

// Runs a client on a script, through a file, so that nothing in it has to be quoted.
std::string run_script(const fs::path& folder, const std::string& client,
                       const std::string& statements) {
  static int scripts = 0;
  const fs::path script = folder / fmt::format("script-{}.sql", ++scripts);
  std::FILE* file = std::fopen(script.c_str(), "w");
  REQUIRE(file != nullptr);
  std::fwrite(statements.data(), 1, statements.size(), file);
  std::fclose(file);
  int status = 0;
  std::string text = output_of(client + " <" + quoted(script) + " 2>&1", status);
  fs::remove(script);
  REQUIRE_MESSAGE(status == 0, text);
  return text;
}

// The key of the certificate lies beside it.
void make_certificate(const Account& account, const fs::path& folder) {
  const std::string key = folder / "tls.key";
  const std::string certificate = folder / "tls.pem";
  run(account,
      {"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
       "-nodes", "-days", "30", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
       "-keyout", key, "-out", certificate},
      folder / "log");
}

class Postgresql final : public Server {
 public:
  explicit Postgresql(unsigned long largest_file = 0)
      : Server(largest_file), account_("postgres"), programs_("/usr/lib/postgresql/15/bin") {
    REQUIRE_MESSAGE(fs::exists(programs_ / "postgres"), "PostgreSQL 15 is not installed");
    if (account_.change) REQUIRE(::chown(folder().c_str(), account_.user, account_.group) == 0);
    const std::string data = folder() / "data";
    const fs::path log = folder() / "log";
    run(account_,
        {programs_ / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E",
         "UTF8", "--locale=C.UTF-8"},
        log);
    folder_.write("data/pg_hba.conf",
                  "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
    make_certificate(account_, folder());
    port_ = free_port();
    start();
    sql("postgres", "CREATE ROLE tester LOGIN PASSWORD 'test-password'");
  }
  ~Postgresql() override { end(SIGQUIT); }

  void stop() override { end(SIGINT); }

  void start() override {
    const std::string data = folder() / "data";
    const fs::path log = folder() / "log";
    pid_ = start_process(account_,
                         {programs_ / "postgres",
                          "-D",
                          data,
                          "-c",
                          "listen_addresses=127.0.0.1",
                          "-c",
                          fmt::format("port={}", port_),
                          "-c",
                          fmt::format("unix_socket_directories={}", folder().string()),
                          "-c",
                          "fsync=off",
                          "-c",
                          "ssl=on",
                          "-c",
                          "ssl_cert_file=" + certificate().string(),
                          "-c",
                          "ssl_key_file=" + (folder() / "tls.key").string(),
                          "-c",
                          "full_page_writes=off",
                          "-c",
                          "autovacuum=off"},
                         log, SIGINT, largest_file_);
    wait_for(
        fmt::format("{}/pg_isready -q -h {} -p {}", programs_.string(), folder().string(), port_),
        log);
  }

  std::string url(const std::string& database) const override {
    return fmt::format("postgresql://postgres@:{}/{}?host={}", port_, database, folder().string());
  }
  std::string tcp_url(const std::string& database) const override {
    return fmt::format("postgresql://tester@127.0.0.1:{}/{}", port_, database);
  }
  std::string jdbc_url(const std::string& database) const override {
    return fmt::format("jdbc:postgresql://127.0.0.1:{}/{}", port_, database);
  }
  std::string sql(const std::string& database, const std::string& statements) const override {
    return run_script(
        folder(),
        fmt::format("{}/psql -X -q -A -t -v ON_ERROR_STOP=1 -h {} -p {} -U postgres {}",
                    programs_.string(), quoted(folder()), port_, quoted(database)),
        statements);
  }

 private:
  void create(const std::string& database) override {
    sql("postgres", fmt::format("CREATE DATABASE {} OWNER tester", database));
  }

  Account account_;
  fs::path programs_;
};

class Mariadb final : public Server {
  static constexpr const char* program = "/usr/sbin/mariadbd";

 public:
  explicit Mariadb(unsigned long largest_file = 0) : Server(largest_file), account_("mysql") {
    REQUIRE_MESSAGE(fs::exists(program), "MariaDB is not installed");
    if (account_.change) REQUIRE(::chown(folder().c_str(), account_.user, account_.group) == 0);
    const std::string data = "--datadir=" + (folder() / "data").string();
    const fs::path log = folder() / "log";
    run(account_,
        {"/usr/bin/mariadb-install-db", "--no-defaults", data,
         "--auth-root-authentication-method=normal", "--skip-test-db"},
        log);
    make_certificate(account_, folder());
    port_ = free_port();
    start();
    sql("mysql", "CREATE USER 'tester'@'127.0.0.1' IDENTIFIED BY 'test-password'");
  }
  ~Mariadb() override { end(SIGKILL); }

  void stop() override { end(SIGTERM); }

  void start() override {
    const std::string data = "--datadir=" + (folder() / "data").string();
    const fs::path log = folder() / "log";
    pid_ = start_process(
        account_,
        {program, "--no-defaults", data, "--tmpdir=" + folder().string(), "--socket=" + socket(),
         "--pid-file=" + (folder() / "pid").string(), "--bind-address=127.0.0.1",
         fmt::format("--port={}", port_), "--skip-name-resolve",
         "--ssl-cert=" + certificate().string(), "--ssl-key=" + (folder() / "tls.key").string(),
         "--innodb-flush-log-at-trx-commit=0", "--innodb-flush-method=nosync",
         "--innodb-doublewrite=0", "--innodb-buffer-pool-size=128M", "--innodb-log-file-size=16M",
         "--innodb-autoextend-increment=4"},
        log, SIGTERM, largest_file_);
    wait_for(fmt::format("mariadb-admin --no-defaults -uroot -S {} ping", quoted(socket())), log);
  }

  std::string url(const std::string& database) const override {
    return fmt::format("mysql://root@/{}?socket={}", database, socket());
  }
  std::string tcp_url(const std::string& database) const override {
    return fmt::format("mysql://tester@127.0.0.1:{}/{}", port_, database);
  }
  std::string jdbc_url(const std::string& database) const override {
    return fmt::format("jdbc:mysql://127.0.0.1:{}/{}?useSSL=false", port_, database);
  }
  std::string sql(const std::string& database, const std::string& statements) const override {
    return run_script(folder(),
                      fmt::format("mariadb --no-defaults -N -B -uroot -S {} {}", quoted(socket()),
                                  quoted(database)),
                      statements);
  }

 private:
  std::string socket() const { return (folder() / "s").string(); }
  void create(const std::string& database) override {
    sql("mysql", fmt::format("CREATE DATABASE {0} CHARACTER SET utf8mb4;"
                             " GRANT ALL ON {0}.* TO 'tester'@'127.0.0.1'",
                             database));
  }

  Account account_;
};

bool answers(int port) {
  const int client = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = ::htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  const int failed = ::connect(client, reinterpret_cast<sockaddr*>(&address), sizeof address);
  ::close(client);
  return failed == 0;
}

}  // namespace

std::string Server::fresh_database() {
  const std::string name = fmt::format("test_{}", ++databases_);
  create(name);
  return name;
}

void Server::end(int signal) {
  if (pid_ <= 0) return;
  ::kill(pid_, signal);
  ::waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

std::unique_ptr<Server> new_server(std::string_view engine, unsigned long largest_file) {
  if (engine == "postgresql") return std::make_unique<Postgresql>(largest_file);
  return std::make_unique<Mariadb>(largest_file);
}

Server& postgresql() {
  static Postgresql server;
  return server;
}

Server& mariadb() {
  static Mariadb server;
  return server;
}

Pooler::Pooler() : port_(free_port()) {
  const Account account("postgres");
  const std::string program = "/usr/sbin/pgbouncer";
  REQUIRE_MESSAGE(fs::exists(program), "PgBouncer is not installed");
  const fs::path settings = folder_.write(
      "settings.ini", fmt::format("[databases]\n* = host={} port={} user=postgres\n[pgbouncer]\n"
                                  "listen_addr = 127.0.0.1\nlisten_port = {}\nauth_type = any\n"
                                  "pool_mode = transaction\nunix_socket_dir =\n",
                                  postgresql().folder().string(), postgresql().port(), port_));
  if (account.change) REQUIRE(::chown(folder_.path().c_str(), account.user, account.group) == 0);
  const fs::path log = folder_ / "log";
  pid_ = start_process(account, {program, settings}, log, SIGTERM);
  const auto until = std::chrono::steady_clock::now() + patience;
  while (!answers(port_)) {
    if (std::chrono::steady_clock::now() > until) {
      const std::string said = slurp(log);
      FAIL("no answer:\n", said);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

Pooler::~Pooler() {
  ::kill(pid_, SIGTERM);
  ::waitpid(pid_, nullptr, 0);
}

std::string Pooler::url(const std::string& database) const {
  return fmt::format("postgresql://postgres@127.0.0.1:{}/{}", port_, database);
}

}  // namespace tokenshift::test
