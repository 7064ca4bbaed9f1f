package dev.lemma.cli;

import dev.lemma.bench.AttentionBench;
import dev.lemma.bench.TorchPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lemma bench attention`.
@Command(
        name = "attention",
        description = {
            "Time attention beside this machine's limits; JSON lines.",
            "Compares with LibTorch where its jars for JavaCPP are in the local Maven repository or in --torch DIR."
        })
final class BenchAttentionCommand implements Callable<Integer> {
    private final Lemma lemma;

    @Option(
            names = "--lengths",
            split = ",",
            paramLabel = "N",
            description = "lengths of prefill (default: ${DEFAULT-VALUE})")
    private List<Integer> lengths = List.of(2_048, 8_192);

    @Option(
            names = "--decode-lengths",
            split = ",",
            paramLabel = "N",
            description = "keys of decoding (default: ${DEFAULT-VALUE})")
    private List<Integer> decodeLengths = List.of(32_768);

    @Option(names = "--head-sizes", split = ",", paramLabel = "D", description = "(default: ${DEFAULT-VALUE})")
    private List<Integer> headSizes = List.of(64, 128);

    @Option(names = "--rounds", description = "rounds (default: ${DEFAULT-VALUE})")
    private int rounds = 5;

    @Option(names = "--threads", description = "threads (by default one for each processor)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--torch", paramLabel = "DIR", description = "folder with the jars of LibTorch")
    private Optional<Path> torch = Optional.empty();

    @Option(names = "--no-torch", description = "without LibTorch, also where it is installed")
    private boolean withoutTorch;

    BenchAttentionCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() throws IOException {
        Optional<List<Path>> jars = torch.isPresent() ? Optional.of(TorchPeer.in(torch.get())) : TorchPeer.installed();
        AttentionBench.Options options;
        try {
            options = new AttentionBench.Options(
                    lengths,
                    decodeLengths,
                    headSizes,
                    AttentionBench.Options.COLD,
                    rounds,
                    threads,
                    withoutTorch ? Optional.empty() : jars);
        } catch (IllegalArgumentException e) {
            throw new CommandException(Lemma.USAGE, String.valueOf(e.getMessage()));
        }
        AttentionBench.run(options, line -> lemma.terminal().print("%s", line));
        return Lemma.OK;
    }
}
