package dev.lemma.papers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '#', textBlock = """
            arxiv-kaggle  | {"id":"0704.0001","submitter":"X","authors":"A","title":"T","comments":null,"journal-ref":null,"doi":null
            arxiv-daily   | {"id": "2504.21040", "announced": "2025-05-01", "title": "T", "authors": ["A"], "categories": ["cs.CV"], "comm
            venue-jsonl   | {"id": "iclr2018-B1", "venue": "iclr", "year": 2018, "title": "T", "authors": [], "abstract": "cut
            lemma-jsonl   | {"id":"venue:ICLR.2018/B1","title":"T","venue":"ICLR","year":2018}
            lemma-jsonl   | {"id":"arxiv:2404.19756","title":"T","announced":"2025-05-01","authors":["A"]}
            paperlists    | [ { "title": "T", "status": "Poster", "track": "main", "author": "A;B"
            paperlists    | [{"id":"1","title":"T","author":"A;B","abstract":"x"
            csl-json      | [{"id":"k","type":"book","title":"T","author":[{"family":"A"}]}]
            csl-json      | [{"id":"k","type":"article-journal","title":"T","container-title":"J"
            openreview    | {"notes":[{"id":"x","content":{"title":"T"
            openreview    | [{"id":"x","forum":"x","content":{"title":{"value":"T"}}}]
            openreview    | {"id":"x","forum":"x","invitations":["a"],"cdate":1,"content":{"title":{"value":"T"
            arxiv-oai     | <?xml version="1.0"?><OAI-PMH><request verb="ListRecords" metadataPrefix="arXiv">x</request>
            oai-dc        | <OAI-PMH><request metadataPrefix="oai_dc" verb="ListRecords">x</request>
            arxiv-atom    | <?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><link href="http://arxiv.org/api/query"/>
            acl-anthology | <?xml version='1.0'?><collection id="2022.acl"><volume id="long">
            dblp          | <?xml version="1.0"?><!DOCTYPE dblp SYSTEM "dblp.dtd"><dblp>
            bibtex        | % a comment # @Article{key, title = {T}}
            bibtex        | @string{x = "y"}
            ris           | TY  - JOUR # TI  - T
            none          | Just a text with an e-mail a@b.org in it
            none          | <html><body>@article{x}</body></html>
            none          | {"a": 1}
            none          | [1, 2]
            none          | ##
            """)
    void detectsByContent(String format, String head) {
        String text = "##".equals(head) ? "" : head.replace(" # ", "\n");
        assertThat(Importers.detect(text, "x").map(Importer::name).orElse("none"))
                .isEqualTo(format);
        assertThat(Importers.detect("\ufeff" + text, "X.TXT")
                        .map(Importer::name)
                        .orElse("none"))
                .isEqualTo(format);
    }

    @Test
    void hasOneImporterOfEachName() {
        assertThat(Importers.all())
                .extracting(Importer::name)
                .doesNotHaveDuplicates()
                .contains(
                        "arxiv-kaggle",
                        "arxiv-oai",
                        "oai-dc",
                        "arxiv-atom",
                        "arxiv-daily",
                        "venue-jsonl",
                        "paperlists",
                        "acl-anthology",
                        "dblp",
                        "openreview",
                        "bibtex",
                        "ris",
                        "csl-json",
                        "lemma-jsonl");
        assertThat(Importers.all()).allSatisfy(importer -> {
            assertThat(Importers.byName(importer.name())).contains(importer);
            assertThat(importer.description()).isNotBlank().doesNotContain("\n");
        });
        assertThat(Importers.byName("no")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Advances in Neural Information Processing Systems 30 | NeurIPS
            Proceedings of the 35th International Conference on Machine Learning | ICML
            International Conference on Machine Learning and Applications | ''
            Proc. ICML 2018                                       | ICML
            ICLR                                                  | ICLR
            NIPS 2016                                             | NeurIPS
            ICLR 2018 Workshop Track                              | ''
            IEEE Conference on Computer Vision and Pattern Recognition (CVPR) | CVPR
            European Conference on Computer Vision                | ECCV
            2017 IEEE International Conference on Computer Vision (ICCV) | ICCV
            Annual Meeting of the Association for Computational Linguistics | ACL
            NAACL-HLT                                             | NAACL
            Journal of Machine Learning Research                  | JMLR
            Journal of the ACL reconstruction of the knee         | ''
            Nature                                                | ''
            """)
    void recognisesVenues(String title, String venue) {
        assertThat(Venues.recognise(title).orElse("")).isEqualTo(venue);
    }
}
