package dev.lemma.cli;

import dev.lemma.tokenizer.PieceKind;
import dev.lemma.tokenizer.ScoredTokenizer;
import dev.lemma.tokenizer.Tokenizer;
import dev.lemma.tokenizer.TokenizerInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lemma tokenizer inspect`.
@Command(name = "inspect", description = "Say what a tokenizer file holds.")
final class TokenizerInspectCommand implements Callable<Integer> {
    private static final int MAX_SPECIAL = 20;
    private static final int FIRST = 24;

    private final Lemma lemma;

    @Parameters(paramLabel = "MODEL", description = "tokenizer file of any known format")
    private Path model = Path.of("");

    @Option(names = "--all", description = "print all pieces instead: id, kind, score if there is one, piece")
    private boolean all;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            description = "json: one object, or one a piece (default: text)")
    private OutputFormat format = OutputFormat.TEXT;

    TokenizerInspectCommand(Lemma lemma) {
        this.lemma = lemma;
    }

    @Override
    public Integer call() throws IOException {
        Tokenizer tokenizer = TokenizerFiles.load(model);
        if (all) {
            for (int id = 0; id < tokenizer.size(); id++) {
                lemma.terminal().print("%s", format == OutputFormat.JSON ? json(tokenizer, id) : text(tokenizer, id));
            }
        } else if (format == OutputFormat.JSON) {
            lemma.terminal().print("%s", json(tokenizer.describe(), Facts.of(tokenizer)));
        } else {
            print(tokenizer.describe(), Facts.of(tokenizer));
        }
        return Lemma.OK;
    }

    /// What only a look at all pieces tells.
    ///
    /// @param kinds how many pieces there are of each kind
    /// @param lowest score of a normal piece, if there are scores
    /// @param longest the longest normal piece
    /// @param longestBytes its length
    /// @param first normal pieces of more than one byte
    private record Facts(
            Map<PieceKind, Integer> kinds,
            OptionalDouble lowest,
            OptionalDouble highest,
            String longest,
            int longestBytes,
            List<String> first) {
        static Facts of(Tokenizer tokenizer) {
            Map<PieceKind, Integer> kinds = new EnumMap<>(PieceKind.class);
            double lowest = Double.POSITIVE_INFINITY;
            double highest = Double.NEGATIVE_INFINITY;
            byte[] longest = new byte[0];
            List<String> first = new ArrayList<>();
            for (int id = 0; id < tokenizer.size(); id++) {
                PieceKind kind = tokenizer.kind(id);
                kinds.merge(kind, 1, Integer::sum);
                if (kind != PieceKind.NORMAL) {
                    continue;
                }
                byte[] piece = tokenizer.piece(id);
                longest = piece.length > longest.length ? piece : longest;
                if (piece.length > 1 && first.size() < FIRST) {
                    first.add(PieceText.of(piece));
                }
                OptionalDouble score = score(tokenizer, id);
                lowest = Math.min(lowest, score.orElse(lowest));
                highest = Math.max(highest, score.orElse(highest));
            }
            boolean scored = lowest <= highest;
            return new Facts(
                    kinds,
                    scored ? OptionalDouble.of(lowest) : OptionalDouble.empty(),
                    scored ? OptionalDouble.of(highest) : OptionalDouble.empty(),
                    PieceText.of(longest),
                    longest.length,
                    first);
        }
    }

    private static OptionalDouble score(Tokenizer tokenizer, int id) {
        return tokenizer instanceof ScoredTokenizer scored && scored.kind(id) == PieceKind.NORMAL
                ? OptionalDouble.of(scored.model().score(id))
                : OptionalDouble.empty();
    }

    private void print(TokenizerInfo info, Facts facts) {
        Terminal terminal = lemma.terminal();
        int width = Math.max(40, terminal.columns());
        String kinds = facts.kinds().entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%,d %s", entry.getValue(), name(entry.getKey())))
                .collect(Collectors.joining(", "));
        terminal.print("%-14s %s", "type", info.type());
        terminal.print("%-14s %,d (%s)", "ids", info.size(), kinds);
        int shown = Math.min(MAX_SPECIAL, info.special().size());
        String special =
                info.special().subList(0, shown).stream().map(Text::safe).collect(Collectors.joining(" "));
        print("special", info.special().isEmpty() ? "none" : special, width);
        if (info.special().size() > shown) {
            terminal.print("%-14s and %,d more", "", info.special().size() - shown);
        }
        terminal.print("%-14s %s", "unknown", id(info.unknown()));
        terminal.print("%-14s %s, %s", "begin, end", id(info.begin()), id(info.end()));
        print("normalisation", info.normalization(), width);
        print("splitting", info.splitting(), width);
        terminal.print("%-14s %s", "byte fallback", info.byteFallback() ? "yes" : "no");
        if (facts.lowest().isPresent()) {
            terminal.print(
                    "%-14s %.4f to %.4f nats",
                    "scores", facts.lowest().getAsDouble(), facts.highest().getAsDouble());
        }
        print("longest piece", facts.longestBytes() + " bytes: " + facts.longest(), width);
        print("first pieces", String.join(" ", facts.first()), width);
    }

    /// A value on as many lines as it needs.
    private void print(String name, String value, int width) {
        String label = name;
        StringBuilder line = new StringBuilder();
        for (String word : Text.oneLine(value).split(" ", -1)) {
            if (!line.isEmpty() && 15 + line.length() + 1 + word.length() > width) {
                lemma.terminal().print("%-14s %s", label, line);
                label = "";
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lemma.terminal().print("%-14s %s", label, line);
    }

    private static String id(OptionalInt id) {
        return id.isPresent() ? "id " + id.getAsInt() : "none";
    }

    private static String name(PieceKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String text(Tokenizer tokenizer, int id) {
        OptionalDouble score = score(tokenizer, id);
        return id + "\t" + name(tokenizer.kind(id)) + "\t"
                + (score.isPresent() ? String.format(Locale.ROOT, "%.6f", score.getAsDouble()) : "") + "\t"
                + PieceText.of(tokenizer, id);
    }

    private static String json(Tokenizer tokenizer, int id) {
        return Json.object(json -> {
            json.writeNumberField("id", id);
            json.writeStringField("kind", name(tokenizer.kind(id)));
            OptionalDouble score = score(tokenizer, id);
            if (score.isPresent()) {
                json.writeNumberField("score", score.getAsDouble());
            }
            json.writeStringField("piece", PieceText.of(tokenizer, id));
            json.writeBinaryField("base64", tokenizer.piece(id));
        });
    }

    private static String json(TokenizerInfo info, Facts facts) {
        return Json.object(json -> {
            json.writeStringField("type", info.type());
            json.writeNumberField("ids", info.size());
            Json.member(json, "kinds", kinds -> {
                for (Map.Entry<PieceKind, Integer> entry : facts.kinds().entrySet()) {
                    kinds.writeNumberField(name(entry.getKey()), entry.getValue());
                }
            });
            Json.texts(json, "special", info.special());
            for (Map.Entry<String, OptionalInt> entry :
                    Map.of("unknown", info.unknown(), "begin", info.begin(), "end", info.end()).entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .toList()) {
                if (entry.getValue().isPresent()) {
                    json.writeNumberField(entry.getKey(), entry.getValue().getAsInt());
                }
            }
            json.writeStringField("normalization", info.normalization());
            json.writeStringField("splitting", info.splitting());
            json.writeBooleanField("byte_fallback", info.byteFallback());
            if (facts.lowest().isPresent()) {
                json.writeNumberField("lowest_score", facts.lowest().getAsDouble());
                json.writeNumberField("highest_score", facts.highest().getAsDouble());
            }
            json.writeNumberField("longest_piece_bytes", facts.longestBytes());
            json.writeStringField("longest_piece", facts.longest());
            Json.texts(json, "first_pieces", facts.first());
        });
    }
}
