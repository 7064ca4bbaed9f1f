package dev.lemma.cli;

import dev.lemma.papers.Branch;
import dev.lemma.papers.Importer;
import dev.lemma.papers.Importers;
import dev.lemma.search.SearchOrder;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
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
        // Libraries report through java.util.logging; what they say of a normal start is of no use to a reader.
        System.setProperty("java.util.logging.SimpleFormatter.format", "lemma: %4$s: %5$s%6$s%n");
        Logger.getLogger("").setLevel(Level.WARNING);
        System.exit(run(Terminal.system(), args));
    }

    /// Runs a command.
    ///
    /// @return the exit code
    static int run(Terminal terminal, String... args) {
        try {
            return commandLine(terminal).execute(args);
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
        Lemma lemma = new Lemma(terminal);
        CommandLine importing = new CommandLine(new ImportCommand(lemma));
        importing.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> formats());
        return new CommandLine(lemma)
                .addSubcommand(new ServeCommand(lemma))
                .addSubcommand(importing)
                .addSubcommand(new CommandLine(new HarvestCommand()).addSubcommand(new HarvestArxivCommand(lemma)))
                .addSubcommand(new SearchCommand(lemma))
                .addSubcommand(new StatsCommand(lemma))
                .addSubcommand(new ExportCommand(lemma))
                .addSubcommand(new CommandLine(new ClassicsCommand())
                        .addSubcommand(new ClassicsAddCommand(lemma))
                        .addSubcommand(new ClassicsRemoveCommand(lemma)))
                .addSubcommand(new CommandLine(new IndexCommand())
                        .addSubcommand(new IndexStatusCommand(lemma))
                        .addSubcommand(new IndexRebuildCommand(lemma)))
                .addSubcommand(new CommandLine(new EvalCommand()).addSubcommand(new EvalSearchCommand(lemma)))
                .addSubcommand(new CommandLine(new BenchCommand()).addSubcommand(new BenchSearchCommand(lemma)))
                .addSubcommand(new DoctorCommand(lemma))
                .addSubcommand(new WarmUpCommand(lemma))
                .addSubcommand(new CompletionCommand(lemma))
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        terminal.styled() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setUsageHelpWidth(Math.clamp(terminal.columns(), 80, 120))
                .registerConverter(OutputFormat.class, new LowerCaseNames<>(OutputFormat.class))
                .registerConverter(SearchOrder.class, new LowerCaseNames<>(SearchOrder.class))
                .registerConverter(Branch.class, new LowerCaseNames<>(Branch.class))
                .registerConverter(HarvestApi.class, new LowerCaseNames<>(HarvestApi.class))
                .registerConverter(Years.class, Years::parse)
                .setParameterExceptionHandler((failure, args) -> Failures.reportUsage(failure, terminal))
                .setExecutionExceptionHandler((failure, command, parsed) -> Failures.report(failure, terminal));
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
