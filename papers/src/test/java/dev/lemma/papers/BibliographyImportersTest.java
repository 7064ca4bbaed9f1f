package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class BibliographyImportersTest {
    private static final String BIB = """
            This is a comment by a@b.org.
            @comment{jabref-meta: {x}}
            @preamble{ "\\newcommand{\\x}{y}" }
            @string{nips = "Advances in Neural Information Processing Systems"}
            @STRING(aw = {Addison-Wesley})

            @book{knuth1984texbook,
              author    = {Donald E. Knuth},
              title     = {The {\\TeX}book},
              publisher = aw, year = 1984, month = jan # "~1"
            }
            @InProceedings{vaswani2017,
              author = "Vaswani, Ashish and {\\L}ukasz Kaiser and others",
              title = "Attention Is All You {N}eed, it's 50\\% ``good''",
              booktitle = nips # " 30",
              year = {2017}, pages = {1--11}, keywords = {attention, transformer},
              url = {https://papers.nips.cc/paper\\_7181}, abstract = {We {do}
               it.}
            }
            @article{liu2024kan, title={{KAN}: Networks}, author={Liu, Ziming and {van der Berg}, Jr., Max},
              journal={arXiv preprint arXiv:2404.19756}, year={2024}}
            @misc(eprint1, title = {Old}, eprint = {math.GT/0309136}, archivePrefix = {arXiv}, primaryClass = {math.GT})
            @inproceedings{child, crossref = {Parent}, title = {A Child}, author = {A B}, pages = 3}
            @proceedings{parent, title = {Proc. of the 35th ICML}, year = 2018, editor = {C D}}
            @article{nothing, author = {E F}}
            @article{open, title = {Never {closed}, year = 2000
            @online{biblatex, title = {T}, subtitle = {S}, date = {2019-05-06}, doi = {https://doi.org/10.1000/a_b},
              author = {{Barnes and Noble, Inc.} and Erd{\\H o}s, P{\\'a}l and Schr\\"odinger, E.}}
            @article{cut, title = {Cut
            """;

    @Test
    void readsBibtex() {
        Imported imported = Imported.of("bibtex", "my.bib", BIB);
        assertThat(imported.failure).isEmpty();
        assertThat(imported.papers)
                .extracting(paper -> paper.id().value())
                .containsExactly(
                        "own:knuth1984texbook",
                        "venue:NeurIPS.2017/" + Fields.titleHash("Attention Is All You {N}eed, it's 50\\% ``good''"),
                        "arxiv:2404.19756",
                        "arxiv:math/0309136",
                        "own:parent",
                        "own:biblatex",
                        "venue:ICML.2018/" + Fields.titleHash("A Child"));
        assertThat(imported.papers.getFirst().title()).isEqualTo("The TeXbook");
        assertThat(imported.papers.getFirst().year()).isEqualTo(1984);
        assertThat(imported.papers.get(1))
                .isEqualTo(Paper.builder(imported.papers.get(1).id(), "Attention Is All You Need, it's 50% “good”")
                        .authors(List.of("Ashish Vaswani", "Łukasz Kaiser"))
                        .summary("We do it.")
                        .venue("NeurIPS")
                        .year(2017)
                        .journalRef("Advances in Neural Information Processing Systems 30, 1–11, 2017")
                        .keywords(List.of("attention", "transformer"))
                        .url("https://papers.nips.cc/paper_7181")
                        .source("bibtex")
                        .build());
        assertThat(imported.papers.get(2).title()).isEqualTo("KAN: Networks");
        assertThat(imported.papers.get(2).authors()).containsExactly("Ziming Liu", "Max van der Berg Jr.");
        assertThat(imported.papers.get(2).journalRef()).isEmpty();
        assertThat(imported.papers.get(2).url()).isEqualTo("https://arxiv.org/abs/2404.19756");
        assertThat(imported.papers.get(3).categories()).containsExactly("math.GT");
        assertThat(imported.papers.get(5))
                .isEqualTo(Paper.builder(new PaperId("own:biblatex"), "T: S")
                        .authors(List.of("Barnes and Noble, Inc.", "Pál Erdős", "E. Schrödinger"))
                        .year(2019)
                        .published(LocalDate.of(2019, 5, 6))
                        .doi("10.1000/a_b")
                        .url("https://doi.org/10.1000/a_b")
                        .source("bibtex")
                        .build());
        assertThat(imported.papers.getLast().journalRef()).isEqualTo("Proc. of the 35th ICML, 3, 2018");
        assertThat(imported.broken)
                .containsExactly(
                        "25: no title",
                        "26: the entry's braces do not balance before the next entry on line 27",
                        "29: the file ends inside the entry; expected '}'");
    }

    @Test
    void readsBibtexInLatin1AndUtf16() {
        String text = "@article{m, title = {Über Größe}, author = {Müller, Jörg}}";
        for (byte[] bytes : List.of(
                text.getBytes(StandardCharsets.ISO_8859_1),
                text.getBytes(StandardCharsets.UTF_8),
                text.getBytes(StandardCharsets.UTF_16))) {
            Paper paper =
                    Imported.of("bibtex", ImportContext.ofFile("x.bib"), bytes).only();
            assertThat(paper.title()).isEqualTo("Über Größe");
            assertThat(paper.authors()).containsExactly("Jörg Müller");
        }
    }

    @Test
    void readsRis() {
        String text = """
                TY  - CONF
                AU  - Kim, Jane
                AU  - van der Berg, Jan
                TI  - Why <i>Deep</i>
                      Things Work
                T2  - Proceedings of the 2018 IEEE/CVF Conference on Computer Vision and Pattern Recognition
                PY  - 2018/06/18/
                SP  - 1
                EP  - 9
                KW  - vision
                KW  - depth
                AB  - Text.
                DO  - https://doi.org/10.1109/CVPR.2018.00001
                ER  -\s

                TY  - JOUR
                T1  - Second
                ID  - key2
                UR  - https://arxiv.org/abs/1706.03762v5
                TY  - BOOK
                A2  - Editor, Ed
                ER  -
                TY  - BOOK
                TI  - Last
                ID  - last one
                Y1  - 1999
                """;
        Imported imported = Imported.of("ris", "x.ris", text);
        assertThat(imported.papers.getFirst())
                .isEqualTo(Paper.builder(
                                new PaperId("venue:CVPR.2018/" + Fields.titleHash("Why <i>Deep</i> Things Work")),
                                "Why Deep Things Work")
                        .authors(List.of("Jane Kim", "Jan van der Berg"))
                        .summary("Text.")
                        .venue("CVPR")
                        .year(2018)
                        .published(LocalDate.of(2018, 6, 18))
                        .journalRef(
                                "Proceedings of the 2018 IEEE/CVF Conference on Computer Vision and Pattern Recognition,"
                                        + " 1–9, 2018")
                        .keywords(List.of("vision", "depth"))
                        .doi("10.1109/CVPR.2018.00001")
                        .url("https://doi.org/10.1109/CVPR.2018.00001")
                        .source("ris")
                        .build());
        assertThat(imported.papers)
                .extracting(paper -> paper.id().value())
                .containsExactly(imported.papers.getFirst().id().value(), "arxiv:1706.03762", "own:last-one");
        assertThat(imported.lines).containsExactly(1L, 16L, 23L);
        assertThat(imported.broken).containsExactly("20: no title");
    }
}
