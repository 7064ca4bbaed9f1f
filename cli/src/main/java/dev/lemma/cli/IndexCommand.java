package dev.lemma.cli;

import picocli.CommandLine.Command;

/// `lemma index`.
@Command(
        name = "index",
        synopsisSubcommandLabel = "COMMAND",
        description = "The search index: its state, and making it anew.")
final class IndexCommand {}
