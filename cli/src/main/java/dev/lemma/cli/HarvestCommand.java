package dev.lemma.cli;

import picocli.CommandLine.Command;

/// `lemma harvest`.
@Command(name = "harvest", synopsisSubcommandLabel = "COMMAND", description = "Take papers in over the network.")
final class HarvestCommand {}
