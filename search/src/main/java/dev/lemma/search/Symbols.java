package dev.lemma.search;

import java.util.Map;
import java.util.Set;

/// LaTeX commands and Greek letters as words.
final class Symbols {
    /// Commands that say how something looks, not what it is.
    private static final Set<String> FORMATTING = Set.of(
            "mathcal",
            "mathbf",
            "mathbb",
            "mathrm",
            "mathsf",
            "mathit",
            "mathfrak",
            "mathscr",
            "mathtt",
            "boldsymbol",
            "bm",
            "bf",
            "rm",
            "it",
            "sc",
            "sf",
            "tt",
            "em",
            "cal",
            "text",
            "textit",
            "textbf",
            "textrm",
            "textsc",
            "textsf",
            "texttt",
            "emph",
            "underline",
            "overline",
            "operatorname",
            "ensuremath",
            "mbox",
            "hbox",
            "left",
            "right",
            "big",
            "Big",
            "bigg",
            "Bigg",
            "bigl",
            "bigr",
            "Bigl",
            "Bigr",
            "displaystyle",
            "textstyle",
            "scriptstyle",
            "limits",
            "nolimits",
            "hat",
            "widehat",
            "tilde",
            "widetilde",
            "bar",
            "vec",
            "dot",
            "ddot",
            "frac",
            "dfrac",
            "tfrac",
            "sqrt",
            "quad",
            "qquad",
            "begin",
            "end",
            "label",
            "cite",
            "ref",
            "url",
            "href",
            "footnote",
            "mathop",
            "mathrel",
            "mathbin",
            "stackrel",
            "overset",
            "underset",
            "textsuperscript",
            "textsubscript",
            "texorpdfstring",
            "xspace",
            "noindent",
            "par",
            "item",
            "phantom",
            "smash",
            "cdot",
            "cdots",
            "ldots",
            "dots",
            "leq",
            "le",
            "geq",
            "ge",
            "lt",
            "gt",
            "neq",
            "ne",
            "times",
            "in",
            "sim",
            "simeq",
            "to",
            "rightarrow",
            "leftarrow",
            "mid",
            "vert",
            "Vert",
            "lVert",
            "rVert",
            "lvert",
            "rvert",
            "langle",
            "rangle",
            "pm",
            "colon");

    /// Spellings of one symbol.
    private static final Map<String, String> PLAIN = Map.ofEntries(
            Map.entry("varepsilon", "epsilon"),
            Map.entry("vartheta", "theta"),
            Map.entry("varphi", "phi"),
            Map.entry("varrho", "rho"),
            Map.entry("varsigma", "sigma"),
            Map.entry("varpi", "pi"),
            Map.entry("varkappa", "kappa"),
            Map.entry("infty", "infinity"));

    private static final String[] GREEK = {
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu",
        "xi", "omicron", "pi", "rho", "sigma", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega"
    };

    private Symbols() {}

    static boolean isFormatting(String command) {
        return FORMATTING.contains(command);
    }

    /// The word for a command: its name in lower case, variants of a letter under one name.
    static String plain(String command) {
        String lower = command.toLowerCase(java.util.Locale.ROOT);
        return PLAIN.getOrDefault(lower, lower);
    }

    /// The name of a Greek letter, of either case; accented ones and rare ones stand for themselves.
    static String greek(char letter) {
        char lower = Character.toLowerCase(letter);
        return switch (lower) {
            case '\u03d1' -> "theta";
            case '\u03d5' -> "phi";
            case '\u03d6' -> "pi";
            case '\u03f0' -> "kappa";
            case '\u03f1' -> "rho";
            case '\u03f5' -> "epsilon";
            default -> lower >= '\u03b1' && lower <= '\u03c9' ? GREEK[lower - '\u03b1'] : String.valueOf(lower);
        };
    }
}
