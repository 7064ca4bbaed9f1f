package dev.lemma.cli;

import picocli.CommandLine.Command;

/// `lemma classics`.
@Command(
        name = "classics",
        synopsisSubcommandLabel = "COMMAND",
        description = "The built-in landmark papers: put in, take out.")
final class ClassicsCommand {}
