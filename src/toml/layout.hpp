// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "change.hpp"
#include "model.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace tokenshift::toml {

/// The line end that most lines have.
std::string_view line_end_of(std::string_view text);

/// Where the line of an offset starts, and where the next one does (the end of the text for the
/// last).
std::size_t line_begin(std::string_view text, std::size_t offset);
std::size_t next_line(std::string_view text, std::size_t offset);

/// Whether the line that starts there holds a comment and nothing else.
bool is_comment_line(std::string_view text, std::size_t offset);

/// How a statement is written: its indentation and what surrounds its `=`.
struct Style {
  std::string indent;
  std::string before_equals = " ";
  std::string after_equals = " ";
  std::size_t aligned_at =
      0;  ///< the column of the `=`, from the key on, where keys are padded to it

  std::string line(std::string_view key, std::string_view literal) const;
};
Style style_of(const Model& model, const Entry& entry);

/// New lines at the start of a line or at the end of the text. `lines` are joined with LF and have
/// none at the end; they get the line ends of the file. A file without a last line end keeps being
/// one.
Edit insert_lines(const Model& model, std::size_t offset, std::string_view lines);

/// The same with a blank line above and below `lines`, where there is none yet; `lines_above`
/// belong to what stands above.
Edit insert_block(const Model& model, std::size_t offset, std::string_view lines_above,
                  std::string_view lines);

}  // namespace tokenshift::toml
