package dev.lemma.cli;

import dev.lemma.bench.LinalgBench;
import dev.lemma.bench.TorchPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lemma bench linalg`.
@Command(
        name = "linalg",
        description = {
            "Time matrix kernels beside this machine's limits; JSON lines.",
            "Compares with LibTorch where its jars for JavaCPP are in the local Maven repository or in --torch DIR."
        })
final class BenchLinalgCommand implements Callable<Integer> {
    private final Lemma lemma;

    @Option(names = "--rounds", description = "rounds (default: ${DEFAULT-VALUE})")
    private int rounds = 7;

    @Option(names = "--threads", description = "threads (by default one for each processor)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--torch", paramLabel = "DIR", description = "folder with the jars of LibTorch")
    private Optional<Path> torch = Optional.empty();

    BenchLinalgCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() throws IOException {
        if (rounds < 1 || rounds > 1_000) {
            throw new CommandException(Lemma.USAGE, "--rounds " + rounds + " is not in 1..1000");
        }
        if (threads < 1 || threads > 1_024) {
            throw new CommandException(Lemma.USAGE, "--threads " + threads + " is not in 1..1024");
        }
        Optional<List<Path>> jars = torch.isPresent() ? Optional.of(TorchPeer.in(torch.get())) : TorchPeer.installed();
        LinalgBench.run(
                new LinalgBench.Options(rounds, threads, jars),
                line -> lemma.terminal().print("%s", line));
        return Lemma.OK;
    }
}
