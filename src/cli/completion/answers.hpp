// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../program.hpp"

#include <string>
#include <vector>

namespace tokenshift::cli {

/// What the completions ask the program while somebody types: the hidden command
/// `__complete QUESTION WORDS…`. The question is rules, runs or tenants, the words are those of the
/// line, from which the deployment is taken. Prints a line for each answer: value, tab, clause.
/// Whatever goes wrong gives no answers: nobody wants to read an error in the middle of a line.
/// Reads only, and never asks.
void answer_completion(Program& program, const std::vector<std::string>& question_and_words);

}  // namespace tokenshift::cli
