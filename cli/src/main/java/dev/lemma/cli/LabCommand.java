package dev.lemma.cli;

import picocli.CommandLine.Command;

/// `lemma lab`.
@Command(
        name = "lab",
        synopsisSubcommandLabel = "COMMAND",
        description = "Re-run what papers claim, and see whether it holds.")
final class LabCommand {}
