package dev.lemma.cli;

import picocli.CommandLine.Command;

/// `lemma bench`.
@Command(
        name = "bench",
        synopsisSubcommandLabel = "COMMAND",
        description = "Measure how fast Lemma is on this machine.")
final class BenchCommand {}
