// SPDX-License-Identifier: Apache-2.0
// The manual page in mdoc(7): a section a command.
#include "tokenshift/base/exit_code.hpp"
#include "tokenshift/base/text.hpp"
#include "tokenshift/base/version.hpp"

#include "scripts.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>

namespace tokenshift::cli {
namespace {

// As text of its own lines: nothing in it is a request, and dashes can be copied.
std::string plain(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == '\\') {
      result += "\\e";
    } else if (c == '-') {
      result += "\\-";
    } else if (c == '~') {
      result += "\\(ti";
    } else if (c == '^') {
      result += "\\(ha";
    } else if (c == '\'') {
      result += "\\(aq";
    } else if (c == '"') {
      result += "\\(dq";
    } else {
      result += c;
    }
  }
  return result;
}

constexpr std::size_t width = 78;

// As many as groff's preprocessor makes of it: \[u2026] of what is not ASCII.
std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    columns += byte < 0x80 ? 1 : byte < 0xc0 ? 0 : 8;
  }
  return columns;
}

// Lines of words, none of them a request. mdoc wants sentences to begin on a line of their own.
std::string paragraph(std::string_view text) {
  std::string result;
  std::string line;
  const auto end_line = [&] {
    if (line.starts_with('.') || line.starts_with('\\')) line.insert(0, "\\&");
    if (!line.empty()) result += line + "\n";
    line.clear();
  };
  for (const std::string& one : split(plain(text), ' ')) {
    if (columns_of(line) + 1 + columns_of(one) > width) end_line();
    line += (line.empty() ? "" : " ") + one;
    if (one.ends_with('.') || one.ends_with('?')) end_line();
  }
  end_line();
  return result;
}

std::string sentence(std::string clause) {
  if (clause[0] >= 'a' && clause[0] <= 'z') clause[0] = static_cast<char>(clause[0] - 'a' + 'A');
  return clause + ".";
}

// A word as an argument of a macro: never a macro or punctuation itself.
std::string word(std::string_view text) { return "\\&" + plain(text); }

std::string month_day_year(std::string_view date) {
  constexpr std::array<std::string_view, 12> months{
      "January", "February", "March",     "April",   "May",      "June",
      "July",    "August",   "September", "October", "November", "December"};
  const auto parts = split(date, '-');
  return fmt::format("{} {}, {}", months.at(std::stoul(parts.at(1)) - 1), std::stoul(parts.at(2)),
                     parts.at(0));
}

std::string option_item(const Option& option) {
  std::string item = ".It";
  if (is_argument(option)) {
    item += " Ar " + word(option.names + (takes_many(option) ? "..." : ""));
  } else {
    bool first = true;
    for (const std::string& name : names_of(option)) {
      item += fmt::format("{} Fl {}", first ? "" : " ,", plain(name.substr(1)));
      first = false;
    }
    if (!option.value.empty()) item += " Ar " + word(option.value);
  }
  std::string text = item + "\n" + paragraph(sentence(option.help));
  if (!option.choices.empty()) {
    text += paragraph(fmt::format("One of: {}.", fmt::join(option.choices, ", ")));
  }
  return text;
}

std::string option_list(const std::vector<Option>& options) {
  if (options.empty()) return {};
  std::string text = ".Bl -tag -width Ds\n";
  for (const Option& option : options) text += option_item(option);
  return text + ".El\n";
}

// A command line as it is typed, over several lines where it is long.
std::string typed(std::string_view command) {
  constexpr std::size_t columns = 66;
  std::string result;
  std::size_t column = 0;
  for (const std::string& one : split(command, ' ')) {
    if (column > 0 && column + 3 + one.size() > columns) {
      result += " \\e\n    ";
      column = 4;
    } else if (column > 0) {
      result += ' ';
      ++column;
    }
    result += plain(one);
    column += one.size();
  }
  return result + "\n";
}

std::string example(const Example& shown) {
  return paragraph(sentence(shown.what)) + ".Bd -literal -offset indent\n" + typed(shown.command) +
         ".Ed\n";
}

std::string command_section(const Command& command) {
  std::string text = ".Ss " + word(command.name) + "\n.Nm\n.Cm " + plain(command.name) + "\n";
  for (const Option& argument : Outline::arguments_of(command)) {
    text += fmt::format("{} {}\n", argument.required ? ".Ar" : ".Op Ar",
                        word(argument.names + (takes_many(argument) ? "..." : "")));
  }
  text += ".Op Ar options\n.Pp\n" + paragraph(sentence(command.summary));
  for (const std::string& details : split(command.details, '\n')) {
    if (!details.empty()) text += ".Pp\n" + paragraph(details);
  }
  text += option_list(command.options);
  for (const Example& shown : command.examples) text += ".Pp\n" + example(shown);
  return text;
}

std::string exit_status() {
  std::string text =
      ".Sh EXIT STATUS\nThe same for all commands:\n.Pp\n.Bl -tag -width Ds -compact\n";
  for (const ExitCode& row : exit_codes()) {
    text += fmt::format(".It {}\n{}", row.code,
                        paragraph(fmt::format("{}: {}.", row.name, row.meaning)));
  }
  return text + ".El\n.Pp\n.Nm\n.Cm help Ar CODE\ntells what to do about one.\n";
}

std::string head(std::string_view version, std::string_view date) {
  return fmt::format(R"mdoc(.\" Made by: tokenshift completion man
.\" SPDX-License-Identifier: Apache-2.0
.Dd {}
.Dt TOKENSHIFT 1
.Os tokenshift {}
.Sh NAME
.Nm tokenshift
.Nd move WSO2 API Manager onto token persistence optimization
.Sh SYNOPSIS
.Nm
.Ar command
.Op Ar options
.Nm
.Cm help
.Op Ar command | topic
.Nm
.Fl \-version
.Op Fl o Cm json
.Sh DESCRIPTION
.Nm
moves a deployment of WSO2 API Manager (4.3 to 4.7) onto JWT access and
refresh tokens that are not stored when they are issued, and keeps it there.
It converts the clients in the database with a journal that undoes it
exactly, edits
.Pa deployment.toml
without touching a byte too many, and checks both.
.Pp
A deployment is named by
.Fl \-home ,
or by
.Fl \-deployment\-toml ,
.Fl \-apim\-version
and
.Fl \-db .
Every command ends by naming the next one.
What writes has
.Fl \-dry\-run .
Data is on standard output, everything else on standard error.
)mdoc",
                     month_day_year(date), version);
}

constexpr std::string_view environment = R"mdoc(.Sh ENVIRONMENT
.Bl -tag -width Ds
.It Ev TOKENSHIFT_*
Presets an option that the command line does not give:
.Ev TOKENSHIFT_MAX_RATE
is
.Fl \-max\-rate .
.Nm
.Cm settings
lists all.
.It Ev TOKENSHIFT_NO_SETTINGS
When it is 1, neither these variables nor the settings files count.
.It Ev NO_COLOR
No colours, unless
.Fl \-color Cm always .
.It Ev FORCE_COLOR
Colours also where no terminal is, unless
.Ev NO_COLOR
or
.Fl \-color
says otherwise.
.It Ev PGPASSFILE
Where libpq looks for passwords of PostgreSQL.
.It Ev XDG_CONFIG_HOME
Where the settings file of the user is; default
.Pa \(ti/.config .
.It Ev XDG_STATE_HOME
Where revocations are kept that no deployment knows; default
.Pa \(ti/.local/state .
.El
.Sh FILES
Settings files are flat TOML; a setting has the long name of an option, and
what the command line or the environment gives is stronger.
.Bl -tag -width Ds
.It Pa .tokenshift.toml
Of a project: in the present directory, or above it up to the root of the
repository of git.
Stronger than the next one.
.It Pa \(ti/.config/tokenshift/config.toml
Of the user.
.El
.Pp
A file might say:
.Bd -literal -offset indent
home = "/opt/wso2am"
max\-rate = 500
.Ed
)mdoc";

constexpr std::string_view tail = R"mdoc(.Sh EXAMPLES
Practise, with nothing of WSO2 installed:
.Bd -literal -offset indent
tokenshift lab create /tmp/practice
tokenshift migrate \-\-home /tmp/practice
.Ed
.Pp
Look at a real deployment; nothing is written:
.Bd -literal -offset indent
tokenshift doctor \-\-home /opt/wso2am
tokenshift migrate \-\-home /opt/wso2am \-\-dry\-run
.Ed
)mdoc";

}  // namespace

std::string manual_page(const Outline& outline) {
  std::string text = head(program_version(), program_date());
  text += "The options that every command has:\n" + option_list(outline.common());
  text += ".Sh COMMANDS\n";
  for (const Command& command : outline.commands()) text += command_section(command);
  return text + std::string(environment) + exit_status() + std::string(tail);
}

}  // namespace tokenshift::cli
