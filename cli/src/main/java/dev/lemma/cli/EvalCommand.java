package dev.lemma.cli;

import picocli.CommandLine.Command;

/// `lemma eval`.
@Command(name = "eval", synopsisSubcommandLabel = "COMMAND", description = "Measure how good Lemma is.")
final class EvalCommand {}
