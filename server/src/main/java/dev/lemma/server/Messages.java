package dev.lemma.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;

/// The texts of one language, and how it writes numbers and days. Immutable.
final class Messages {
    private final Language language;
    private final Map<Msg, String> texts;
    private final DateTimeFormatter day;
    private final DateTimeFormatter month;

    private Messages(Language language, Map<Msg, String> texts) {
        this.language = language;
        this.texts = texts;
        boolean chinese = language == Language.CHINESE;
        this.day = DateTimeFormatter.ofPattern(chinese ? "y年M月d日 EEEE" : "EEEE, d MMMM y", language.locale());
        this.month = DateTimeFormatter.ofPattern(chinese ? "y年M月" : "MMMM y", language.locale());
    }

    /// Reads `messages_<code>.properties`.
    ///
    /// @throws IllegalStateException if a key of [Msg] has no text
    static Messages load(Language language) {
        Properties properties = properties(language);
        Map<Msg, String> texts = new EnumMap<>(Msg.class);
        for (Msg key : Msg.values()) {
            String text = properties.getProperty(key.key());
            if (text == null) {
                throw new IllegalStateException("messages_" + language.code() + ": no text for '" + key.key() + "'");
            }
            texts.put(key, text);
        }
        return new Messages(language, texts);
    }

    static Properties properties(Language language) {
        String name = "messages_" + language.code() + ".properties";
        Properties properties = new Properties();
        try (InputStream in = Messages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    Language language() {
        return language;
    }

    String text(Msg key) {
        return texts.getOrDefault(key, key.key());
    }

    /// The text with `{0}`, `{1}` ... replaced; a value is data and is never looked into.
    String text(Msg key, String... values) {
        String pattern = text(key);
        StringBuilder out = new StringBuilder(pattern.length() + 32);
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '{' && i + 2 < pattern.length() && pattern.charAt(i + 2) == '}') {
                int index = pattern.charAt(i + 1) - '0';
                if (index >= 0 && index < values.length) {
                    out.append(values[index]);
                    i += 2;
                    continue;
                }
            }
            out.append(c);
        }
        return out.toString();
    }

    /// "1 paper", "12,345 papers".
    String papers(long count) {
        return text(count == 1 ? Msg.COUNT_PAPER : Msg.COUNT_PAPERS, number(count));
    }

    /// Digits in groups of three: `1,234,567`.
    String number(long value) {
        String digits = Long.toString(value);
        if (digits.length() <= 3 || value < 0) {
            return digits;
        }
        StringBuilder out = new StringBuilder(digits.length() + 4);
        for (int i = 0; i < digits.length(); i++) {
            if (i > 0 && (digits.length() - i) % 3 == 0) {
                out.append(',');
            }
            out.append(digits.charAt(i));
        }
        return out.toString();
    }

    String day(LocalDate date) {
        return day.format(date);
    }

    String month(YearMonth value) {
        return month.format(value);
    }

    /// "0.4 ms", "12 ms", "1.2 s".
    String time(long nanos) {
        double ms = nanos / 1e6;
        if (ms >= 1_000) {
            return Math.round(ms / 100) / 10.0 + " s";
        }
        return (ms < 10 ? Math.round(ms * 10) / 10.0 + "" : Math.round(ms) + "") + " ms";
    }
}
