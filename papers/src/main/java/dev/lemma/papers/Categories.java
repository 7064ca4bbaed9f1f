package dev.lemma.papers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The arXiv's categories: codes, names in English and Chinese, aliases, and archives of earlier days.
///
/// Sources: arXiv category taxonomy; aliases and subsumed archives as in `arxiv-base`,
/// `taxonomy/definitions.py`.
public final class Categories {
    /// A field of science and its categories, as on the home page.
    ///
    /// @param code the archive group: `cs`, `math`, `physics` ...
    /// @param english its name
    /// @param chinese its name
    /// @param categories codes in their order
    public record Group(String code, String english, String chinese, List<String> categories) {
        public Group {
            categories = List.copyOf(categories);
        }

        /// The name in a language: Chinese for `zh...`, English for all others.
        public String name(String language) {
            return language.startsWith("zh") ? chinese : english;
        }
    }

    private record Names(String group, String english, String chinese) {}

    /// Two codes for one category; the arXiv lists papers under the second.
    private static final Map<String, String> ALIASES = Map.of(
            "cs.NA", "math.NA",
            "cs.SY", "eess.SY",
            "math.IT", "cs.IT",
            "math.MP", "math-ph",
            "q-fin.EC", "econ.GN",
            "stat.TH", "math.ST");

    /// Archives that became categories of others.
    private static final Map<String, String> SUBSUMED = Map.ofEntries(
            Map.entry("acc-phys", "physics.acc-ph"),
            Map.entry("adap-org", "nlin.AO"),
            Map.entry("alg-geom", "math.AG"),
            Map.entry("ao-sci", "physics.ao-ph"),
            Map.entry("atom-ph", "physics.atom-ph"),
            Map.entry("bayes-an", "physics.data-an"),
            Map.entry("chao-dyn", "nlin.CD"),
            Map.entry("chem-ph", "physics.chem-ph"),
            Map.entry("cmp-lg", "cs.CL"),
            Map.entry("comp-gas", "nlin.CG"),
            Map.entry("dg-ga", "math.DG"),
            Map.entry("funct-an", "math.FA"),
            Map.entry("mtrl-th", "cond-mat.mtrl-sci"),
            Map.entry("patt-sol", "nlin.PS"),
            Map.entry("plasm-ph", "physics.plasm-ph"),
            Map.entry("q-alg", "math.QA"),
            Map.entry("solv-int", "nlin.SI"),
            Map.entry("supr-con", "cond-mat.supr-con"));

    private static final Map<String, Names> NAMES = new LinkedHashMap<>();
    private static final List<Group> GROUPS = load();
    /// Lower-case form -> code, for codes that somebody typed.
    private static final Map<String, String> BY_LOWER_CASE = new HashMap<>();

    /// "Computer Science - Machine Learning" and the like, lower case -> code: the subjects of OAI's Dublin
    /// Core.
    private static final Map<String, String> BY_SUBJECT = new HashMap<>();

    static {
        NAMES.keySet().forEach(code -> BY_LOWER_CASE.put(code.toLowerCase(Locale.ROOT), code));
        ALIASES.forEach((alias, code) -> BY_LOWER_CASE.put(alias.toLowerCase(Locale.ROOT), code));
        SUBSUMED.forEach(BY_LOWER_CASE::put);
        Map<String, String> archives =
                Map.of("astro-ph", "Astrophysics", "cond-mat", "Condensed Matter", "nlin", "Nonlinear Sciences");
        NAMES.forEach((code, names) -> {
            int dot = code.indexOf('.');
            String archive = dot < 0 ? code : code.substring(0, dot);
            String field = archives.getOrDefault(
                    archive,
                    GROUPS.stream()
                            .filter(group -> group.code().equals(names.group()))
                            .findFirst()
                            .map(Group::english)
                            .orElse(""));
            BY_SUBJECT.put(names.english().toLowerCase(Locale.ROOT), code);
            BY_SUBJECT.put((field + " - " + names.english()).toLowerCase(Locale.ROOT), code);
        });
        // Without their field two names are ambiguous; the larger one is meant.
        BY_SUBJECT.put("machine learning", "cs.LG");
        BY_SUBJECT.put("computer science - systems and control", "eess.SY");
        BY_SUBJECT.put("computer science - numerical analysis", "math.NA");
        BY_SUBJECT.put("mathematics - information theory", "cs.IT");
        BY_SUBJECT.put("mathematics - mathematical physics", "math-ph");
        BY_SUBJECT.put("statistics - statistics theory", "math.ST");
        BY_SUBJECT.put("quantitative finance - economics", "econ.GN");
    }

    private Categories() {}

    /// The code under which the arXiv lists a category today: aliases and earlier archives are resolved, the
    /// case is mended (`CS.lg` is `cs.LG`). A text that is no code stays as it is.
    public static String canonical(String code) {
        String alias = ALIASES.get(code);
        if (alias != null) {
            return alias;
        }
        if (NAMES.containsKey(code)) {
            return code;
        }
        String found = BY_LOWER_CASE.get(code.strip().toLowerCase(Locale.ROOT));
        return found == null ? code.strip() : found;
    }

    /// Whether a text is a category's code, alias or earlier archive.
    public static boolean isKnown(String code) {
        return NAMES.containsKey(canonical(code));
    }

    /// The name of a category.
    ///
    /// @param code a code or alias; an unknown one is its own name
    /// @param language a language tag: Chinese for `zh...`, English for all others
    public static String name(String code, String language) {
        Names names = NAMES.get(canonical(code));
        return names == null ? code : language.startsWith("zh") ? names.chinese() : names.english();
    }

    /// All current codes, group by group.
    public static List<String> codes() {
        return List.copyOf(NAMES.keySet());
    }

    /// The groups of the home page.
    public static List<Group> groups() {
        return GROUPS;
    }

    /// The canonical codes among texts that sources call categories, in their order, each once. What else
    /// stands there (MSC and ACM classes) is left out; one text may hold several codes.
    public static List<String> codesOf(List<String> texts) {
        Set<String> codes = new LinkedHashSet<>();
        for (String text : texts) {
            if (NAMES.containsKey(text)) {
                codes.add(text);
            } else {
                for (String part : text.split("[\\s,;]+", -1)) {
                    String code = canonical(part);
                    if (NAMES.containsKey(code)) {
                        codes.add(code);
                    }
                }
            }
        }
        return List.copyOf(codes);
    }

    /// The code of a subject written out, as in OAI's Dublin Core: "Computer Science - Machine Learning".
    static Optional<String> ofSubject(String subject) {
        return Optional.ofNullable(BY_SUBJECT.get(subject.strip().toLowerCase(Locale.ROOT)));
    }

    private static List<Group> load() {
        List<Group> groups = new ArrayList<>();
        Map<String, List<String>> members = new LinkedHashMap<>();
        Map<String, Names> heads = new HashMap<>();
        try (InputStream in = Categories.class.getResourceAsStream("categories.tsv")) {
            if (in == null) {
                throw new IOException("the resource dev/lemma/papers/categories.tsv is missing");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            String group = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split("\t", -1);
                if (line.startsWith("#")) {
                    continue;
                }
                if (line.startsWith("=")) {
                    group = parts[0].substring(1);
                    heads.put(group, new Names(group, parts[1], parts[2]));
                    members.put(group, new ArrayList<>());
                } else {
                    NAMES.put(parts[0], new Names(group, parts[1], parts[2]));
                    members.computeIfAbsent(group, g -> new ArrayList<>()).add(parts[0]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        members.forEach((code, list) -> {
            Names names = heads.get(code);
            if (names != null) {
                groups.add(new Group(code, names.english(), names.chinese(), list));
            }
        });
        return List.copyOf(groups);
    }
}
