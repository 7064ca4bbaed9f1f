package dev.lemma.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/// `lemma completion`.
@Command(name = "completion", description = "Print a completion script for bash and zsh: source <(lemma completion)")
final class CompletionCommand implements Callable<Integer> {
    private final Lemma lemma;

    CompletionCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() {
        lemma.terminal().print("%s", AutoComplete.bash("lemma", Lemma.commandLine(lemma.terminal())));
        return Lemma.OK;
    }
}
