package dev.lemma.papers;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Small parts that several importers need.
final class Fields {
    private static final Pattern DOI = Pattern.compile("10\\.\\d{4,9}(?:\\.\\d+)*/\\S+");
    private static final Pattern OPENREVIEW = Pattern.compile("openreview\\.net/(?:forum|pdf)\\?id=([\\w~-]+)");
    private static final Pattern ANTHOLOGY =
            Pattern.compile("(?:aclanthology\\.org|aclanthology\\.info/papers|aclweb\\.org/anthology)/(?:papers/)?"
                    + "([A-Z]\\d{2}-\\d{4,5}|\\d{4}\\.[\\w-]+\\.\\d+)(?:/|\\.pdf|\\.bib)?/?");
    private static final Pattern ANTHOLOGY_DOI =
            Pattern.compile("10\\.18653/v1/([A-Z]\\d{2}-\\d{4,5}|\\d{4}\\.[\\w-]+\\.\\d+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern YEAR = Pattern.compile("(?<!\\d)(?:1[5-9]|20|21)\\d{2}(?!\\d)");
    private static final Pattern DAY = Pattern.compile("(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})(?!\\d)");

    private Fields() {}

    /// A DOI without resolver and label; the first if several stand there; empty if none does.
    static String doi(String text) {
        if (text.isEmpty()) {
            return "";
        }
        Matcher matcher = DOI.matcher(text);
        if (!matcher.find()) {
            return "";
        }
        String doi = matcher.group();
        int end = doi.length();
        while (end > 0 && ".,;\"'>".indexOf(doi.charAt(end - 1)) >= 0) {
            end--;
        }
        return doi.substring(0, end);
    }

    /// The id that a paper's page at OpenReview or the ACL Anthology has there; empty for other links. It is
    /// the id that the lists of venues use.
    static String localId(String... links) {
        for (String link : links) {
            Matcher matcher = OPENREVIEW.matcher(link);
            if (matcher.find()) {
                return matcher.group(1);
            }
            matcher = ANTHOLOGY.matcher(link);
            if (matcher.find()) {
                return matcher.group(1);
            }
            matcher = ANTHOLOGY_DOI.matcher(link);
            if (matcher.find()) {
                return matcher.group(1);
            }
        }
        return "";
    }

    /// Ten hexadecimal digits of the title's SHA-1: the id of a paper whose source has none.
    ///
    /// @param title as the source has it
    static String titleHash(String title) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(title.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 5);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /// Non-empty parts of a list in one text, cleaned.
    static List<String> split(String text, String separator) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(Pattern.quote(separator), -1)) {
            String clean = TexText.plain(part);
            if (!clean.isEmpty()) {
                parts.add(clean);
            }
        }
        return parts;
    }

    /// Keywords of one text: separated by semicolons, by commas where there is no semicolon.
    static List<String> keywords(String text) {
        return split(text, text.indexOf(';') >= 0 ? ";" : ",");
    }

    static List<String> names(List<String> names) {
        List<String> clean = new ArrayList<>(names.size());
        for (String name : names) {
            String person = TexText.name(name);
            if (!person.isEmpty()) {
                clean.add(person);
            }
        }
        return clean;
    }

    static List<String> plain(List<String> texts) {
        List<String> clean = new ArrayList<>(texts.size());
        for (String text : texts) {
            String plain = TexText.plain(text);
            if (!plain.isEmpty()) {
                clean.add(plain);
            }
        }
        return clean;
    }

    /// A link as it is if it is one of the web, without blanks around it; else empty.
    static String link(String text) {
        String link = text.strip();
        return link.startsWith("https://") || link.startsWith("http://") ? link : "";
    }

    /// The first four digits of a text that can be a year; 0 if there are none.
    static int yearIn(String text) {
        Matcher matcher = YEAR.matcher(text);
        return matcher.find() ? Integer.parseInt(matcher.group()) : 0;
    }

    /// The day that a text is, `2018-05-01` or `2018/05/01`; empty for anything else.
    static Optional<LocalDate> day(String text) {
        Matcher matcher = DAY.matcher(text.strip());
        if (!matcher.lookingAt()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
