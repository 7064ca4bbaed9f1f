package dev.lemma.papers;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the commands of TeX that occur in names, titles and abstracts mean outside formulas.
///
/// Source: Knuth, The TeXbook (1986), chapter 9 and appendix F; LaTeX2e's `ltoutenc.dtx` for the text symbols.
final class TexSymbols {
    /// What becomes of a command that is neither letter nor sign.
    enum Kind {
        /// Its argument stays.
        CONTENT,
        /// Its argument stays, digits as superscript or subscript.
        RAISED,
        /// It goes, with the blanks after it.
        SWITCH,
        /// It goes with its argument.
        DROPPED,
        /// Its first argument goes, its second stays.
        SECOND,
        /// Its argument stays in brackets.
        CITATION,
        /// Its argument stays in parentheses.
        NOTE,
        /// Its argument stays in quotation marks.
        QUOTED,
        /// It stays as it is.
        UNKNOWN
    }

    private static final String ACCENTS = "'`^\"~=.cvuHkrbdt";
    private static final String MARKS =
            "\u0301\u0300\u0302\u0308\u0303\u0304\u0307\u0327\u030c\u0306\u030b\u0328\u030a" + "\u0331\u0323\u0361";

    private static final Map<String, String> LETTERS = table("""
            o ø O Ø l ł L Ł ss ß SS ẞ ae æ AE Æ oe œ OE Œ aa å AA Å i ı j ȷ dh ð DH Ð dj đ DJ Đ th þ TH Þ ng ŋ NG Ŋ
            textquotesingle ' textasciitilde ~ textasciicircum ^ textunderscore _ textendash – textemdash —
            textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ” quotedblbase „ glqq „ grqq “
            textless < textgreater > textbar |""");

    private static final Map<String, String> SIGNS = table("""
            alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
            lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ
            chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
            textalpha α textbeta β textgamma γ textdelta δ textmu µ textohm Ω
            times × texttimes × pm ± textpm ± mp ∓ div ÷ cdot · textperiodcentered · ast ∗ star ⋆ circ ∘ bullet •
            textbullet • deg ° textdegree ° degree ° celsius ℃ textcelsius ℃ ell ℓ infty ∞ partial ∂ nabla ∇ sim ∼
            textasciimacron ¯ simeq ≃ approx ≈ cong ≅ equiv ≡ propto ∝ neq ≠ ne ≠ le ≤ leq ≤ leqslant ≤ ge ≥ geq ≥
            geqslant ≥ ll ≪ gg ≫ in ∈ notin ∉ subset ⊂ subseteq ⊆ cup ∪ cap ∩ emptyset ∅ forall ∀ exists ∃ to →
            rightarrow → textrightarrow → longrightarrow ⟶ leftarrow ← textleftarrow ← leftrightarrow ↔ uparrow ↑
            textuparrow ↑ downarrow ↓ textdownarrow ↓ Rightarrow ⇒ Leftrightarrow ⇔ mapsto ↦ oplus ⊕ otimes ⊗ odot ⊙
            langle ⟨ rangle ⟩ ldots … dots … textellipsis … cdots ⋯ dag † dagger † textdagger † ddag ‡ ddagger ‡
            S § P ¶ copyright © textcopyright © textregistered ® texttrademark ™ pounds £ textsterling £ euro €
            texteuro € textyen ¥ hbar ℏ prime ′ checkmark ✓ triangle △ square □ aleph ℵ Re ℜ Im ℑ sum ∑ prod ∏ int ∫
            wedge ∧ vee ∨ neg ¬ perp ⊥ parallel ∥ mid ∣ setminus ∖ sharp ♯ flat ♭ natural ♮
            log log ln ln exp exp min min max max arg arg sup sup inf inf det det dim dim lim lim sin sin cos cos tan tan
            LaTeX LaTeX TeX TeX BibTeX BibTeX eg e.g. ie i.e. etc etc etal et~al. quad ~ qquad ~""");

    private static final Map<String, Kind> KINDS = kinds();

    private TexSymbols() {}

    /// The combining mark of an accent command, or 0.
    static char combining(char accent) {
        int at = ACCENTS.indexOf(accent);
        return at < 0 ? 0 : MARKS.charAt(at);
    }

    /// A letter or mark of text; blanks after such a command belong to it.
    static Optional<String> letter(String name) {
        return Optional.ofNullable(LETTERS.get(name));
    }

    /// A sign that people use outside formulas too.
    static Optional<String> sign(String name) {
        return Optional.ofNullable(SIGNS.get(name));
    }

    static Kind kind(String name) {
        Kind kind = KINDS.get(name);
        return kind == null ? Kind.UNKNOWN : kind;
    }

    private static Map<String, String> table(String pairs) {
        Map<String, String> map = new HashMap<>();
        String[] words = pairs.split("\\s+", -1);
        for (int i = 0; i < words.length; i += 2) {
            String meaning = words[i + 1];
            map.put(
                    words[i],
                    meaning.equals("~") && words[i].endsWith("quad") ? " " : meaning.replace("et~al", "et al"));
        }
        return Map.copyOf(map);
    }

    private static Map<String, Kind> kinds() {
        Map<String, Kind> map = new HashMap<>();
        put(map, Kind.CONTENT, """
                emph textbf textit texttt textsc textsf textrm textup textsl textmd textnormal text underline uline
                ul uwave mbox hbox fbox boxed url path nolinkurl  textscript ensuremath
                term added textlf MakeUppercase MakeLowercase uppercase lowercase ref eqref cref Cref autoref""");
        put(map, Kind.SWITCH, """
                em it bf tt sc rm sl sf itshape bfseries ttfamily rmfamily sffamily scshape slshape upshape mdseries
                normalfont tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge noindent indent
                centering par newline linebreak smallskip medskip bigskip xspace protect sloppy selectfont allowbreak
                nobreak null relax displaystyle textstyle""");
        put(map, Kind.DROPPED, "label color vspace hspace index thanks vskip hskip phantom nocite");
        put(map, Kind.SECOND, "href textcolor colorbox hyperlink hyperref raisebox");
        put(map, Kind.CITATION, "cite citep citet citealp citealt citeauthor citeyear parencite textcite citenum");
        put(map, Kind.RAISED, "textsuperscript textsubscript");
        put(map, Kind.NOTE, "footnote");
        put(map, Kind.QUOTED, "enquote");
        return Map.copyOf(map);
    }

    private static void put(Map<String, Kind> map, Kind kind, String names) {
        for (String name : names.split("\\s+", -1)) {
            map.put(name, kind);
        }
    }
}
