package dev.lemma.papers;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Resolves HTML entities and the few tags that titles and abstracts of the sources have in them.
///
/// Tags are dropped only if they are of a known name and come in pairs or with attributes: `<image, verb>`,
/// `<s>` and `p < q > r` are text. Superscripts and subscripts of digits become Unicode's.
final class Html {
    private static final Set<String> TAGS = Set.of(
            "i",
            "b",
            "u",
            "em",
            "strong",
            "sub",
            "sup",
            "tt",
            "code",
            "small",
            "span",
            "font",
            "sc",
            "scp",
            "inf",
            "italic",
            "bold",
            "p",
            "div",
            "a",
            "ul",
            "ol",
            "li",
            "title",
            "sec",
            "inline-formula",
            "tex-math",
            "monospace",
            "underline");
    private static final Set<String> BLOCKS = Set.of("p", "div", "br", "li", "sec", "title");
    private static final Pattern TAG =
            Pattern.compile("<(?<close>/?)(?:jats:)?(?<name>[A-Za-z][A-Za-z-]{0,14})(?<rest>\\s[^<>]{0,300}|/|)>");
    private static final Pattern RAISED = Pattern.compile("<(su[bp])>\\s*([-+\u2212]?\\d{1,6}[-+]?)\\s*</\\1>");
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻";
    private static final String SUBSCRIPTS = "₀₁₂₃₄₅₆₇₈₉₊₋";

    /// Names of U+00A0 to U+00FF in their order (HTML 4, section 24.2).
    private static final String LATIN_1 = """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr
            deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest
            Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml
            ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig
            agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml
            eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml""";

    /// Further names with their characters (HTML 5; letters of Central Europe as in DBLP and Crossref).
    private static final String OTHERS = """
            quot=" amp=& lt=< gt=> apos=' OElig=Œ oelig=œ Scaron=Š scaron=š Yuml=Ÿ circ=ˆ tilde=˜ ndash=– mdash=—
            lsquo=‘ rsquo=’ sbquo=‚ ldquo=“ rdquo=” bdquo=„ dagger=† Dagger=‡ bull=• hellip=… permil=‰ prime=′ Prime=″
            lsaquo=‹ rsaquo=› euro=€ trade=™ larr=← uarr=↑ rarr=→ darr=↓ harr=↔ rArr=⇒ hArr=⇔ forall=∀ part=∂ exist=∃
            empty=∅ nabla=∇ isin=∈ notin=∉ prod=∏ sum=∑ minus=− radic=√ prop=∝ infin=∞ and=∧ or=∨ cap=∩ cup=∪ int=∫
            sim=∼ cong=≅ asymp=≈ ne=≠ equiv=≡ le=≤ ge=≥ sub=⊂ sup=⊃ sube=⊆ supe=⊇ oplus=⊕ otimes=⊗ perp=⊥ lang=⟨
            rang=⟩ fnof=ƒ Alpha=Α Beta=Β Gamma=Γ Delta=Δ Epsilon=Ε Zeta=Ζ Eta=Η Theta=Θ Iota=Ι Kappa=Κ Lambda=Λ Mu=Μ
            Nu=Ν Xi=Ξ Omicron=Ο Pi=Π Rho=Ρ Sigma=Σ Tau=Τ Upsilon=Υ Phi=Φ Chi=Χ Psi=Ψ Omega=Ω alpha=α beta=β gamma=γ
            delta=δ epsilon=ε zeta=ζ eta=η theta=θ iota=ι kappa=κ lambda=λ mu=μ nu=ν xi=ξ omicron=ο pi=π rho=ρ sigmaf=ς
            sigma=σ tau=τ upsilon=υ phi=φ chi=χ psi=ψ omega=ω Abreve=Ă abreve=ă Aogon=Ą aogon=ą Cacute=Ć cacute=ć
            Ccaron=Č ccaron=č Dcaron=Ď dcaron=ď Dstrok=Đ dstrok=đ Ecaron=Ě ecaron=ě Eogon=Ę eogon=ę Gbreve=Ğ gbreve=ğ
            Idot=İ imath=ı inodot=ı Lstrok=Ł lstrok=ł Nacute=Ń nacute=ń Ncaron=Ň ncaron=ň Odblac=Ő odblac=ő Rcaron=Ř
            rcaron=ř Sacute=Ś sacute=ś Scedil=Ş scedil=ş Tcaron=Ť tcaron=ť Uring=Ů uring=ů Udblac=Ű udblac=ű Zacute=Ź
            zacute=ź Zcaron=Ž zcaron=ž Zdot=Ż zdot=ż emacr=ē amacr=ā imacr=ī omacr=ō umacr=ū""";

    private static final Map<String, String> ENTITIES = entities();

    private Html() {}

    /// The character of a named entity.
    static Optional<String> entity(String name) {
        return Optional.ofNullable(ENTITIES.get(name));
    }

    /// The character of an entity given without `&` and `;`: a name, `#233` or `#xe9`.
    static Optional<String> decoded(String name) {
        if (!name.startsWith("#")) {
            return entity(name);
        }
        int point;
        try {
            point = name.startsWith("#x") || name.startsWith("#X")
                    ? Integer.parseInt(name.substring(2), 16)
                    : Integer.parseInt(name.substring(1));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
        boolean valid = point > 0 && point <= 0x10ffff && (point < 0xd800 || point >= 0xe000);
        return Optional.of(valid ? Character.toString(point) : "\ufffd");
    }

    static String resolve(String text) {
        String result = text.indexOf('&') < 0 ? text : withoutEntities(text);
        return result.indexOf('<') < 0 ? result : withoutTags(result);
    }

    private static String withoutEntities(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int i = 0;
        while (true) {
            int amp = text.indexOf('&', i);
            if (amp < 0) {
                return out.append(text, i, text.length()).toString();
            }
            out.append(text, i, amp);
            int start = amp + 1;
            int end = entityEnd(text, start);
            // Escaped twice or more often: &amp;eacute;
            while (end == start + 3 && text.startsWith("amp", start) && entityEnd(text, end + 1) >= 0) {
                start = end + 1;
                end = entityEnd(text, start);
            }
            // TeX's \& is no entity.
            if (end < 0 || (amp > 0 && text.charAt(amp - 1) == '\\')) {
                out.append('&');
                i = amp + 1;
            } else {
                out.append(decoded(text.substring(start, end)).orElse(""));
                i = end + 1;
            }
        }
    }

    /// Index of the semicolon of the entity whose name starts at an index; -1 if none that is known does.
    private static int entityEnd(String text, int start) {
        int limit = Math.min(text.length(), start + 12);
        for (int i = start; i < limit; i++) {
            char c = text.charAt(i);
            if (c == ';') {
                return i > start && decoded(text.substring(start, i)).isPresent() ? i : -1;
            }
            if (c >= 128 || !(Character.isLetterOrDigit(c) || (c == '#' && i == start))) {
                return -1;
            }
        }
        return -1;
    }

    private static String withoutTags(String text) {
        Matcher tags = TAG.matcher(text);
        Set<String> opened = new HashSet<>();
        Set<String> closed = new HashSet<>();
        while (tags.find()) {
            String name = tags.group("name").toLowerCase(Locale.ROOT);
            if (name.equals("br") || (tags.group("rest").contains("=") && TAGS.contains(name))) {
                opened.add(name);
                closed.add(name);
            } else if (TAGS.contains(name)) {
                (tags.group("close").isEmpty() ? opened : closed).add(name);
            }
        }
        opened.retainAll(closed);
        if (opened.isEmpty()) {
            return text;
        }
        String raised = opened.contains("sub") || opened.contains("sup")
                ? RAISED.matcher(text).replaceAll(m -> raised(m.group(1).equals("sup"), m.group(2)))
                : text;
        return TAG.matcher(raised).replaceAll(m -> {
            String name = m.group("name").toLowerCase(Locale.ROOT);
            return !opened.contains(name) ? Matcher.quoteReplacement(m.group()) : BLOCKS.contains(name) ? " " : "";
        });
    }

    /// Digits and signs as superscript or subscript.
    static String raised(boolean up, String digits) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            int at = c == '+' ? 10 : c >= '0' && c <= '9' ? c - '0' : 11;
            out.append((up ? SUPERSCRIPTS : SUBSCRIPTS).charAt(at));
        }
        return out.toString();
    }

    private static Map<String, String> entities() {
        Map<String, String> map = new HashMap<>();
        char c = '\u00a0';
        for (String name : LATIN_1.split("\\s+", -1)) {
            map.put(name, String.valueOf(c++));
        }
        for (String pair : OTHERS.split("\\s+", -1)) {
            int equals = pair.indexOf('=');
            map.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return Map.copyOf(map);
    }
}
