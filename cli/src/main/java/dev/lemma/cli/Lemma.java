package dev.lemma.cli;

import dev.lemma.papers.Branch;
import dev.lemma.papers.Importer;
import dev.lemma.papers.Importers;
import dev.lemma.search.SearchOrder;
import dev.lemma.tokenizer.SplitPattern;
import dev.lemma.tokenizer.TrainingUnits;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The `lemma` command. Exit codes: [#OK], [#FAILED], [#USAGE].
@Command(
        name = "lemma",
        description = {"Find papers: a self-hosted site and a command line for research papers.", ""},
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Lemma.Version.class,
        footer = {
            "",
            "lemma test builds everything and runs every test.",
            "Exit codes: 0 all went well, 1 something failed or was left out, 2 wrong use."
        })
public final class Lemma {
    /// All went well.
    static final int OK = 0;
    /// Something failed, was left out or was stopped.
    static final int FAILED = 1;
    /// The command line makes no sense.
    static final int USAGE = 2;

    /// What these say is of no use: that Lucene would like the Vector API, which no search of Lemma uses yet,
    /// and that the site did not start, which Lemma says itself. Held here, as java.util.logging forgets the
    /// level of a logger that nobody holds.
    private static final List<Logger> SILENT = List.of(
            Logger.getLogger("org.apache.lucene.internal.vectorization"),
            Logger.getLogger("io.helidon.webserver.LoomServer"));

    private final Terminal terminal;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "folder of the library (by default LEMMA_HOME, else ~/.lemma)")
    private Optional<Path> home = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "show the version")
    @SuppressWarnings("UnusedVariable") // Read by picocli.
    private boolean version;

    private Lemma(Terminal terminal) {
        this.terminal = terminal;
    }

    /// Runs a command and ends the process with its exit code.
    public static void main(String[] args) {
        Terminal terminal = Terminal.system();
        // Libraries report through java.util.logging; what they say of a normal start is of no use to a
        // reader.
        System.setProperty(
                "java.util.logging.SimpleFormatter.format", "lemma: %5$s" + (terminal.debug() ? "%6$s" : "") + "%n");
        Logger.getLogger("").setLevel(Level.WARNING);
        SILENT.forEach(logger -> logger.setLevel(terminal.debug() ? Level.WARNING : Level.OFF));
        System.exit(run(terminal, args));
    }

    /// Runs a command.
    ///
    /// @return the exit code
    static int run(Terminal terminal, String... args) {
        try {
            return commandLine(terminal, args.length == 0 ? "" : args[0]).execute(args);
        } catch (Error e) {
            // Out of memory, a class that is missing: said like any other failure.
            return Failures.report(e, terminal);
        } finally {
            terminal.out().flush();
            terminal.err().flush();
        }
    }

    /// The folder of the library.
    Path home() {
        if (home.isPresent()) {
            return home.get();
        }
        String variable = terminal.variable("LEMMA_HOME");
        return variable.isEmpty() ? Path.of(System.getProperty("user.home"), ".lemma") : Path.of(variable);
    }

    Terminal terminal() {
        return terminal;
    }

    /// All commands, assembled.
    static CommandLine commandLine(Terminal terminal) {
        return commandLine(terminal, "");
    }

    /// One command, or all of them if there is none of the name: looking at all takes a tenth of a second.
    private static CommandLine commandLine(Terminal terminal, String name) {
        Lemma lemma = new Lemma(terminal);
        Map<String, Supplier<CommandLine>> commands = commands(lemma);
        CommandLine line = new CommandLine(lemma);
        if (commands.containsKey(name)) {
            line.addSubcommand(commands.get(name).get());
        } else {
            commands.values().forEach(command -> line.addSubcommand(command.get()));
        }
        return line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.styled() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setUsageHelpWidth(Math.clamp(terminal.columns(), 80, 120))
                .registerConverter(OutputFormat.class, new LowerCaseNames<>(OutputFormat.class))
                .registerConverter(SearchOrder.class, new LowerCaseNames<>(SearchOrder.class))
                .registerConverter(Branch.class, new LowerCaseNames<>(Branch.class))
                .registerConverter(HarvestApi.class, new LowerCaseNames<>(HarvestApi.class))
                .registerConverter(Years.class, Years::parse)
                .registerConverter(LabRunCommand.Span.class, LabRunCommand.Span::parse)
                .setParameterExceptionHandler((failure, args) -> Failures.reportUsage(failure, terminal))
                .setExecutionExceptionHandler((failure, command, parsed) -> Failures.report(failure, terminal));
    }

    /// In the order of the help.
    private static Map<String, Supplier<CommandLine>> commands(Lemma lemma) {
        Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
        commands.put("serve", () -> group(new ServeCommand(lemma)));
        commands.put("import", () -> {
            CommandLine importing = group(new ImportCommand(lemma));
            importing.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> formats());
            return importing;
        });
        commands.put("harvest", () -> group(new HarvestCommand(), new HarvestArxivCommand(lemma)));
        commands.put("search", () -> group(new SearchCommand(lemma)));
        commands.put("stats", () -> group(new StatsCommand(lemma)));
        commands.put("export", () -> group(new ExportCommand(lemma)));
        commands.put(
                "classics",
                () -> group(new ClassicsCommand(), new ClassicsAddCommand(lemma), new ClassicsRemoveCommand(lemma)));
        commands.put(
                "index",
                () -> group(new IndexCommand(), new IndexStatusCommand(lemma), new IndexRebuildCommand(lemma)));
        commands.put("eval", () -> group(new EvalCommand(), new EvalSearchCommand(lemma)));
        commands.put("lab", () -> group(new LabCommand(), new LabListCommand(lemma), new LabRunCommand(lemma)));
        commands.put(
                "bench",
                () -> group(
                        new BenchCommand(),
                        new BenchSearchCommand(lemma),
                        new BenchLinalgCommand(lemma),
                        new BenchAttentionCommand(lemma),
                        new BenchTokenizerCommand(lemma)));
        commands.put(
                "tokenizer",
                () -> group(
                                new TokenizerCommand(),
                                new TokenizerTrainCommand(lemma),
                                new TokenizerEncodeCommand(lemma),
                                new TokenizerDecodeCommand(lemma),
                                new TokenizerSampleCommand(lemma),
                                new TokenizerNbestCommand(lemma),
                                new TokenizerInspectCommand(lemma),
                                new TokenizerCompareCommand(lemma))
                        .registerConverter(VocabularyType.class, new LowerCaseNames<>(VocabularyType.class))
                        .registerConverter(TrainingUnits.class, new LowerCaseNames<>(TrainingUnits.class))
                        .registerConverter(SplitPattern.class, new LowerCaseNames<>(SplitPattern.class)));
        commands.put("doctor", () -> group(new DoctorCommand(lemma)));
        commands.put("completion", () -> group(new CompletionCommand(lemma)));
        commands.put("warm-up", () -> group(new WarmUpCommand(lemma)));
        return commands;
    }

    private static CommandLine group(Object command, Object... members) {
        CommandLine line = new CommandLine(command);
        Arrays.stream(members).forEach(line::addSubcommand);
        return line;
    }

    private static String formats() {
        String lines = Importers.all().stream()
                .map(format -> String.format("  %-14s %s%n", format.name(), format.description()))
                .collect(Collectors.joining());
        return String.format("%nFormats, found by content unless --format says otherwise (plain or gzip):%n%s", lines);
    }

    /// The names of all import formats.
    static Iterable<String> formatNames() {
        return Importers.all().stream().map(Importer::name).toList();
    }

    /// `lemma 0.1.0 (JDK 25.0.3)`.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"lemma " + number() + " (JDK " + Runtime.version() + ")"};
        }

        static String number() {
            String version = Lemma.class.getPackage().getImplementationVersion();
            return version == null ? "of unpacked classes" : version;
        }
    }
}
