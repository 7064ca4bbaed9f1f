package dev.lemma.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Collection;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Failures as one line and an exit code.
final class Failures {
    private static final int MAX_LENGTH = 1_000;

    private Failures() {}

    /// Says what went wrong, on one line; with `LEMMA_DEBUG=1` also where in the code.
    ///
    /// @return the exit code
    static int report(Throwable failure, Terminal terminal) {
        terminal.out().flush();
        terminal.remark("%s", Text.shortened(Text.oneLine(describe(failure)), MAX_LENGTH));
        if (terminal.debug()) {
            failure.printStackTrace(terminal.err());
        }
        terminal.err().flush();
        return failure instanceof CommandException e ? e.exitCode() : Lemma.FAILED;
    }

    /// Says what is wrong with a command line, with a suggestion where one is near.
    ///
    /// @return the exit code
    static int reportUsage(ParameterException failure, Terminal terminal) {
        CommandLine command = failure.getCommandLine();
        if (failure.getCause() == null && command.getParseResult() != null && needsCommand(command)) {
            if (command.getParent() == null) {
                command.usage(command.getErr());
                return Lemma.USAGE;
            }
            terminal.remark(
                    "%s needs a command: %s",
                    command.getCommandName(),
                    String.join(" or ", command.getSubcommands().keySet()));
        } else {
            terminal.remark("%s", Text.shortened(usageMessage(failure), MAX_LENGTH));
        }
        terminal.err().println("see " + command.getCommandSpec().qualifiedName() + " --help");
        if (terminal.debug()) {
            failure.printStackTrace(terminal.err());
        }
        return Lemma.USAGE;
    }

    /// Whether a command was named that only groups others, and none of those.
    private static boolean needsCommand(CommandLine command) {
        return !command.getSubcommands().isEmpty()
                && command.getParseResult().unmatched().isEmpty();
    }

    private static String usageMessage(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return Text.oneLine(String.valueOf(failure.getMessage()));
        }
        CommandSpec spec = failure.getCommandLine().getCommandSpec();
        String first = unmatched.getUnmatched().getFirst();
        boolean option = first.startsWith("-");
        Collection<String> known =
                option ? spec.optionsMap().keySet() : spec.subcommands().keySet();
        String kind = option ? "option" : known.isEmpty() ? "argument" : "command";
        String near = Near.to(first, known)
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
        return "there is no " + kind + " '" + first + "'" + near;
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return switch (failure) {
            case UncheckedIOException e -> ofInputOutput(Objects.requireNonNull(e.getCause()));
            case IOException e -> ofInputOutput(e);
            case OutOfMemoryError e -> "out of memory (" + message + "); give it more with LEMMA_JAVA_OPTS=-Xmx2g";
            // The modules' own failures and checks of arguments say all that is needed.
            case IllegalArgumentException e when message != null && isOurs(e) -> message;
            case RuntimeException e
            when message != null && e.getClass().getName().startsWith("dev.lemma.") -> message;
            default -> "internal error: " + failure + "; LEMMA_DEBUG=1 shows where";
        };
    }

    /// Whether the exception was made in Lemma's own code.
    private static boolean isOurs(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith("dev.lemma.");
    }

    private static String ofInputOutput(IOException failure) {
        return switch (failure) {
            case NoSuchFileException e -> e.getFile() + ": no such file";
            case AccessDeniedException e -> e.getFile() + ": permission denied";
            case NotDirectoryException e -> e.getFile() + ": is not a folder";
            case FileAlreadyExistsException e -> e.getFile() + ": is there already";
            case DirectoryNotEmptyException e -> e.getFile() + ": the folder is not empty";
            case FileSystemException e -> e.getFile() + ": " + e.getReason();
            default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
        };
    }
}
