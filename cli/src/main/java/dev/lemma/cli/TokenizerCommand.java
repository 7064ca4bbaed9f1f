package dev.lemma.cli;

import picocli.CommandLine.Command;

/// `lemma tokenizer`.
@Command(
        name = "tokenizer",
        synopsisSubcommandLabel = "COMMAND",
        description = "Train tokenizers, cut text with them, look into their files and compare them.")
final class TokenizerCommand {}
