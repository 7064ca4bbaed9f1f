/// The `lemma` command: one class a command, on picocli.
///
/// Start at [Lemma], which assembles the commands and turns every failure into one line and an exit code.
/// Tests run commands with [Lemma#run] and a [Terminal] of their own.
@NullMarked
package dev.lemma.cli;

import org.jspecify.annotations.NullMarked;
