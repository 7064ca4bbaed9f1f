package dev.lemma.papers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The order of the parts of people's names, and lists of people in one text.
final class PersonNames {
    private static final Pattern SUFFIX = Pattern.compile("(?i:jr|sr)\\.?|I{2,3}|IV|VI{0,3}");
    private static final Pattern FOR_COLLABORATION =
            Pattern.compile("\\s+(?:[Ff]or|[Oo]n [Bb]ehalf [Oo]f)\\s+(?:the\\s+)?(?=.*[Cc]ollaboration)");
    private static final Pattern BETWEEN = Pattern.compile("\\s*[;,]\\s*(?:(?:and|&)\\s+)?|\\s+(?:and|&)\\s+");
    private static final Pattern COLLABORATION_FIRST = Pattern.compile("([Cc]ollaborations?)\\s*:\\s*");

    private PersonNames() {}

    /// "Family, Given" and "Family, Jr., Given" in the order people say them; other names as they are.
    static String turned(String name) {
        if (name.indexOf(',') < 0) {
            return name.indexOf(". -") < 0 ? name : name.replace(". -", ".-");
        }
        String[] parts = name.split(",", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parts[i].strip();
        }
        if (parts.length == 2) {
            return SUFFIX.matcher(parts[1]).matches() ? parts[0] + " " + parts[1] : joined(parts[1], parts[0], "");
        }
        if (parts.length == 3) {
            return SUFFIX.matcher(parts[2]).matches()
                    ? joined(parts[1], parts[0], parts[2])
                    : joined(parts[2], parts[0], parts[1]);
        }
        return name;
    }

    /// The name whose parts are given, without those that are empty.
    static String joined(String given, String family, String suffix) {
        StringBuilder out = new StringBuilder(given.length() + family.length() + suffix.length() + 2);
        for (String part : new String[] {given, family, suffix}) {
            if (!part.isEmpty()) {
                out.append(out.isEmpty() ? "" : " ").append(part);
            }
        }
        // The arXiv parses "C.-P." as two given names.
        return out.indexOf(". -") < 0 ? out.toString() : out.toString().replace(". -", ".-");
    }

    static List<String> split(String text) {
        String people = COLLABORATION_FIRST.matcher(withoutParentheses(text)).replaceAll("$1, ");
        people = FOR_COLLABORATION.matcher(people).replaceAll(", ");
        List<String> names = new ArrayList<>();
        Matcher between = BETWEEN.matcher(people);
        int start = 0;
        while (between.find()) {
            add(names, people.substring(start, between.start()));
            start = between.end();
        }
        add(names, people.substring(start));
        return List.copyOf(names);
    }

    private static void add(List<String> names, String part) {
        String name = part.strip();
        if (name.startsWith("and ")) {
            name = name.substring(4).strip();
        }
        if (name.endsWith(" et al.") || name.endsWith(" et al")) {
            name = name.substring(0, name.lastIndexOf(" et al")).strip();
        }
        if (name.isEmpty() || name.equals("and") || name.startsWith("et al")) {
            return;
        }
        if (!names.isEmpty() && SUFFIX.matcher(name).matches()) {
            names.set(names.size() - 1, names.getLast() + " " + name);
        } else {
            names.add(name);
        }
    }

    private static String withoutParentheses(String text) {
        if (text.indexOf('(') < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth = Math.max(0, depth - 1);
            } else if (depth == 0) {
                out.append(c);
            }
        }
        return out.toString().strip();
    }
}
