package dev.lemma.papers;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The spelling of the short names of conferences and journals, so that one venue has one name.
public final class Venues {
    /// Lower-case form -> usual spelling, where that is not simply upper case.
    private static final Map<String, String> SPELLING = Map.ofEntries(
            Map.entry("nips", "NeurIPS"),
            Map.entry("neurips", "NeurIPS"),
            Map.entry("corl", "CoRL"),
            Map.entry("conll", "CoNLL"),
            Map.entry("automl", "AutoML"),
            Map.entry("mlsys", "MLSys"),
            Map.entry("collas", "CoLLAs"),
            Map.entry("semeval", "SemEval"),
            Map.entry("interspeech", "Interspeech"),
            Map.entry("siggraphasia", "SIGGRAPHAsia"),
            Map.entry("findings", "Findings"));

    /// Full names, lower case -> short names: a title that contains one is of that venue.
    private static final List<Map.Entry<Pattern, String>> FULL_NAMES = fullNames("""
            neural information processing systems                                   = NeurIPS
            asian conference on machine learning                                    = ACML
            international conference on machine learning(?! and|,(?! *(?:icml|pmlr|vol|\\d))) = ICML
            (?:international )?conference on learning representations               = ICLR
            artificial intelligence and statistics                                  = AISTATS
            conference on (?:computational )?learning theory                        = COLT
            algorithmic learning theory                                             = ALT
            uncertainty in artificial intelligence                                  = UAI
            international joint conferences? on artificial intelligence             = IJCAI
            aaai conference on artificial intelligence                              = AAAI
            conference on robot learning                                            = CoRL
            conference on language modeling                                         = COLM
            computer vision and pattern recognition(?! workshops)                   = CVPR
            winter conference on applications of computer vision                    = WACV
            european conference on computer vision                                  = ECCV
            asian conference on computer vision                                     = ACCV
            (?<!european |asian )international conference on computer vision(?! theory| systems) = ICCV
            british machine vision conference                                       = BMVC
            international conference on 3d vision                                   = 3DV
            intelligent robots and systems                                          = IROS
            international conference on robotics and automation                     = ICRA
            robotics: science and systems                                           = RSS
            north american chapter of the association for computational linguistics = NAACL
            european chapter of the association for computational linguistics       = EACL
            asia-pacific chapter of the association for computational linguistics   = AACL
            transactions of the association for computational linguistics           = TACL
            annual meeting of the association for computational linguistics         = ACL
            empirical methods in natural language processing                        = EMNLP
            international conference on computational linguistics                   = COLING
            computational natural language learning                                 = CoNLL
            language resources and evaluation conference|international conference on language resources and evaluation = LREC
            research and development in information retrieval                       = SIGIR
            knowledge discovery (?:and|&) data mining                               = KDD
            information and knowledge management                                    = CIKM
            web search and data mining                                              = WSDM
            the web conference|international (?:world wide web conference|conference on world wide web) = WWW
            international conference on acoustics, speech,? and signal processing   = ICASSP
            medical image computing and computer[- ]assisted intervention           = MICCAI
            journal of machine learning research                                    = JMLR
            transactions on machine learning research                               = TMLR
            transactions on pattern analysis and machine intelligence               = TPAMI
            """);

    /// Short names that stand for themselves in a title.
    private static final Pattern SHORT_NAME = Pattern.compile(
            "(?<![\\w-])(NeurIPS|NIPS|ICML|ICLR|AISTATS|COLT|UAI|IJCAI|AAAI|ACML|CoRL|COLM|CVPR|WACV|ECCV|ACCV|ICCV|BMVC|3DV|IROS"
                    + "|ICRA|NAACL(?:-HLT)?|EACL|AACL|TACL|ACL|EMNLP|COLING|CoNLL|LREC|SIGIR|KDD|CIKM|WSDM|WWW|ICASSP"
                    + "|Interspeech|INTERSPEECH|MICCAI|JMLR|TMLR|TPAMI|SIGGRAPH|AutoML)(?![\\w-])");

    /// What may stand beside a short name for the whole to be nothing else: "Proc. of the 35th ICML, 2018".
    private static final Pattern AROUND = Pattern.compile(
            "(?i)proceedings|proc\\.?|in|of|the|ieee(?:/cvf)?|acm|annual|international|conference|\\d{1,4}(?:st|nd|rd|th)?"
                    + "|'\\d\\d|volume|vol\\.?|part|long|short|papers|main|poster|oral|spotlight");

    private Venues() {}

    /// The usual spelling of a short name: `nips` and `NeurIPS` give `NeurIPS`, `iclr` gives `ICLR`.
    /// Characters other than ASCII letters and digits are dropped; a name of mixed case keeps it. An empty
    /// name stays empty.
    public static String canonical(String name) {
        StringBuilder kept = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < 128 && Character.isLetterOrDigit(c)) {
                kept.append(c);
            }
        }
        String plain = kept.toString();
        String lower = plain.toLowerCase(Locale.ROOT);
        String spelled = SPELLING.get(lower);
        if (spelled != null) {
            return spelled;
        }
        return plain.equals(lower) ? plain.toUpperCase(Locale.ROOT) : plain;
    }

    /// The short name of the venue whose proceedings or journal a title certainly names: "Advances in Neural
    /// Information Processing Systems 30", "Proc. ICML 2018", "IEEE Conference on ... (CVPR)". Empty for
    /// workshops and all others.
    public static Optional<String> recognise(String title) {
        if (title.isBlank() || title.length() > 500) {
            return Optional.empty();
        }
        String lower = title.toLowerCase(Locale.ROOT);
        if (lower.contains("workshop") || lower.contains("companion") || lower.contains("tutorial")) {
            return Optional.empty();
        }
        for (Map.Entry<Pattern, String> name : FULL_NAMES) {
            if (name.getKey().matcher(lower).find()) {
                return Optional.of(name.getValue());
            }
        }
        Matcher matcher = SHORT_NAME.matcher(title);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String name = matcher.group(1).replace("-HLT", "");
        String rest = title.substring(0, matcher.start()) + " " + title.substring(matcher.end());
        for (String word : rest.split("[\\s,;:()\\[\\]]+", -1)) {
            if (!word.isEmpty() && !AROUND.matcher(word).matches()) {
                return Optional.empty();
            }
        }
        return Optional.of(canonical(name));
    }

    private static List<Map.Entry<Pattern, String>> fullNames(String table) {
        return table.lines()
                .map(line -> {
                    int equals = line.lastIndexOf('=');
                    return Map.entry(
                            Pattern.compile(line.substring(0, equals).strip()),
                            line.substring(equals + 1).strip());
                })
                .toList();
    }
}
