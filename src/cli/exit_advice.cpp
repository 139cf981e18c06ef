// SPDX-License-Identifier: Apache-2.0
#include "exit_advice.hpp"

#include <array>

namespace tokenshift::cli {
namespace {

constexpr auto no = std::to_array<Meeting>({
    {"… would break, … would change, … not checked",
     "each finding of doctor names the command that puts it right; tokenshift guard explain ID "
     "says "
     "why it matters"},
    {"… are not JWT",
     "tokenshift apps plan shows what is left; clients made since the last run are converted by "
     "another apps apply"},
    {"the signature is not of this key over this token",
     "token verify ends with the id of its reason; tokenshift help ID explains each"},
});

constexpr auto usage = std::to_array<Meeting>({
    {"no command \"…\"", "the hint names the nearest; tokenshift --help lists all"},
    {"unknown option …", "the hint names the nearest; tokenshift COMMAND --help lists all"},
    {"… holds a password, which every user of this host could read in the list of processes",
     "give it with --password-file, --password-stdin or --password-fd, and change it"},
});

constexpr auto input = std::to_array<Meeting>({
    {"an unexpected end of the line",
     "like every message with a line and a column: the server cannot read the file either; "
     "tokenshift config lint FILE tells everything that is wrong with it"},
    {"not a plan of tokenshift", "name the file that apps plan --out wrote"},
    {"the plan was cut off or altered: its SHA-256 does not fit",
     "make it anew with apps plan --out; a plan is never edited"},
    {"… is no setting: …",
     "the name in a settings file is the long name of an option; tokenshift settings lists all "
     "that "
     "may be preset"},
    {"… is no key store, key or certificate that is known",
     "JKS, PKCS#12 and PEM are read; tokenshift keystore list FILE tries one alone"},
});

constexpr auto refused = std::to_array<Meeting>({
    {"a server is running: …",
     "stop every node of the deployment: they cache clients, and would write the old type back"},
    {"… not JWT, and would stop working",
     "convert them before the switch: tokenshift migrate does both in the right order"},
    {"the version of API-M is unknown, …", "name the home with --home, or --apim-version 4.6.0"},
    {"API-M … has no token persistence optimization: …", "it exists from 4.3.0 on: upgrade first"},
    {"may be written by …, who could make this program do what you do not want",
     "a settings file is only read when nobody but you and root can write it: chmod go-w FILE"},
    {"… had changed since the plan and … left",
     "somebody else writes to these rows: stop the servers, then give the same command again"},
    {"the token type JWT has a custom issuer, …",
     "tell whether the class extends the server's own: --allow-issuer CLASS"},
    {"this would switch the optimization on (…), the point of no return",
     "config set does not do that by the way: tokenshift config enable does, once every client is "
     "JWT"},
});

constexpr auto locked = std::to_array<Meeting>({
    {"is locked by …", "wait for the run that is named; when its process is gone, so is the lock"},
    {"another run of tokenshift holds it: …",
     "the same, told by the database; the other run may be on another host"},
});

constexpr auto environment = std::to_array<Meeting>({
    {"…: no such directory", "--home wants the directory that holds repository/conf"},
    {"cannot load …",
     "install the client library: libpqxx for PostgreSQL, libmariadb3 for MySQL and MariaDB"},
    {"…: cannot be written", "check free space, permissions, and whether the disk is read-only"},
    {"waited too long for a lock that another session holds",
     "find the session and let it end, or wait longer: --lock-timeout S"},
    {"the server does not answer",
     "try the same host and port with the database's own client from this host"},
    {"the server refuses the password",
     "docs/databases.md tells where passwords are looked for, and in which order"},
});

constexpr auto interrupted = std::to_array<Meeting>({
    {"stopped after …; run … is recorded up to here",
     "give the same command again; to go back instead: tokenshift apps undo RUN"},
});

constexpr auto unconfirmed = std::to_array<Meeting>({
    {"a confirmation is required, and there is no terminal to ask on",
     "look at the plan with --dry-run, then say --yes"},
    {"the servers have to be stopped: they cache clients",
     "stop every node, then say --servers-stopped"},
    {"… cannot be undone and wants to be confirmed",
     "say --confirm NAME; NAME is the name of the database, as the plan prints it"},
});

}  // namespace

std::span<const ExitAdvice> exit_advice() {
  static constexpr auto table = std::to_array<ExitAdvice>({
      {0,
       "everything that was asked for is done, or was so already",
       "nothing; the last line names "
       "the command that usually comes next",
       {}},
      {1, "nothing failed: the question was answered, and the answer is no",
       "read the findings on standard output; scripts may take 1 as an answer and anything higher "
       "as a failure",
       no},
      {2, "nothing was read and nothing was written", "correct the line; TAB completes it", usage},
      {3, "what was to be read cannot be understood; nothing was written",
       "the message names file, line and column", input},
      {4, "nothing was written, or only what was still as planned",
       "put right what the hint says, then give the same command again; nothing has to be cleaned "
       "up first",
       refused},
      {5, "nothing was written by this run", "wait, then give the same command again", locked},
      {6, "transactions that had ended are kept and recorded, the one that failed was taken back",
       "put right what the message names, then give the same command again: it continues",
       environment},
      {7, "everything up to the last whole transaction is written and recorded",
       "give the same command again: a new plan of the same database is exactly the rest",
       interrupted},
      {8, "nothing was written", "say what the hint names, once it is true", unconfirmed},
      {70,
       "transactions that had ended are kept and recorded",
       "report it with the command line and what was printed; tokenshift apps history tells what "
       "was written",
       {}},
      {130,
       "stopped by the terminal (SIGINT) where nothing was being written",
       "give the same command again",
       {}},
      {143,
       "stopped by SIGTERM where nothing was being written",
       "give the same command again",
       {}},
  });
  return table;
}

}  // namespace tokenshift::cli
