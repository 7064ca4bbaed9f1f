package dev.lemma.search;

import dev.lemma.papers.Paper;
import dev.lemma.papers.PaperId;
import dev.lemma.papers.PaperStore;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/// A small library over all branches, made for the tests.
final class TestPapers {
    /// `id | title | authors | abstract | categories | venue | year | day | comment | doi | keywords`, lists
    /// with `;`.
    private static final String TABLE = """
            arxiv:1706.03762 | Attention Is All You Need | Ashish Vaswani; Noam Shazeer; Łukasz Kaiser | The Transformer, based solely on attention mechanisms, dispenses with recurrence and convolutions. | cs.CL; cs.LG | | | 2017-06-13 | 15 pages, 5 figures | | transformer
            arxiv:1810.04805 | BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding | Jacob Devlin; Ming-Wei Chang | We introduce a language representation model; BERT is designed to pre-train deep representations. | cs.CL | | | 2018-10-11 | | |
            arxiv:2404.19756 | KAN: Kolmogorov-Arnold Networks | Ziming Liu; Yixuan Wang | Kolmogorov-Arnold Networks are promising alternatives to multi-layer perceptrons. | cs.LG; stat.ML | | | 2024-05-01 | 48 pages | 10.48550/arXiv.2404.19756 |
            arxiv:1512.03385 | Deep Residual Learning for Image Recognition | Kaiming He; Xiangyu Zhang; Shaoqing Ren; Jian Sun | Deeper neural networks are more difficult to train; we present a residual learning framework for images. | cs.CV | | | 2015-12-11 | Tech report | | residual networks; image recognition
            arxiv:2001.00001 | Pretraining without labels | Ada Pretrainer | Pretraining on raw text helps. | cs.CL; cs.LG | | | 2020-01-01 | | |
            arxiv:2001.00002 | Image classification by counting | Iris Image | One image a day. | cs.CV; cs.LG | | | 2020-01-02 | | |
            arxiv:2001.00003 | Images and their captions | Carl Caption | Many images with captions. | cs.CV | | | 2020-01-02 | | |
            arxiv:2001.00004 | $\\beta$-VAE: Learning Disentangled Concepts | Irina Higgins | A variational framework with weight β on the KL term. | stat.ML; cs.LG | | | 2020-01-03 | | |
            arxiv:2001.00005 | Understanding beta-VAE | Christopher Burgess | Why disentangling works in the beta-VAE. | stat.ML | | | 2020-01-04 | | |
            arxiv:2001.00006 | Bounds for $\\ell_1$ regression | Émile Borel; Erwin Schrödinger | The $L_2$ norm is easier than the $\\ell_1$ norm. | math.ST; stat.ML | | | 2020-01-05 | | |
            arxiv:hep-th/9901001 | Black holes and branes | Gerard 't Hooft; Juan Maldacena | Entropy of black holes in the large N limit. | hep-th; gr-qc | | | 1999-01-04 | 20 pages, LaTeX | 10.1000/ABC.182 |
            arxiv:cond-mat/0001001 | Superconductivity at high temperature | Philip Anderson | Resonating valence bonds. | cond-mat.supr-con | | | 2000-01-01 | | |
            arxiv:2001.00007 | Numerical linear algebra notes | Gene Golub | Singular value decomposition by bidiagonal reduction. | math.NA; cs.NA | | | 2020-01-06 | | |
            arxiv:2001.00008 | Quantum error correction with surface codes | Peter Shor | Surface codes correct errors of qubits. | quant-ph | | | 2020-01-06 | | |
            arxiv:2001.00009 | Society and machines | Cynthia Dwork | Fair treatment of people by machine learning. | cs.CY; cs.AI | | | 2020-02-01 | | |
            arxiv:2001.00010 | Planning for machines | Stuart Russell | Machines that plan and act. | cs.AI | | | 2020-02-02 | | |
            arxiv:2001.00011 | Learning and planning for machines | Richard Sutton | Machines that learn to plan. | cs.AI; cs.LG | | | 2020-02-03 | | |
            arxiv:2001.00012 | Graph neural networks: a review | Jie Zhou | A review of graph neural networks and of their uses. | cs.LG | | | 2020-02-03 | | | graph neural network; review
            arxiv:2001.00013 | Networks of neural tissue as a graph | Olaf Sporns | Tissue is neural; a graph of networks describes it. | q-bio.NC | | | 2020-02-04 | | |
            arxiv:2001.00014 | C++ templates for tensor algebra | Bjarne Stroustrup | Templates in C++ and some C# code. | cs.MS | | | 2020-02-05 | | |
            arxiv:2001.00015 | GPT-3.5 in the classroom | Teacher One | Students use GPT-3.5 for essays. | cs.CY | | | 2020-02-06 | | |
            arxiv:2001.00016 | The naïve Bayes classifier | Thomas Bayes | Naïve independence of features. | stat.ML | | | 2020-02-07 | | |
            arxiv:2001.00017 | Optimal transport for measures | Leonid Kantorovich | Transport of mass at optimal cost. | math.OC; stat.ML | | | 2020-03-01 | | |
            arxiv:2001.00018 | Stochastic gradient descent revisited | Herbert Robbins; Bo An | Stochastic gradient descent converges. | math.OC; cs.LG | | | 2020-03-02 | | |
            arxiv:2001.00019 | Gradient flows are stochastic at heart | Felix Otto | The descent of a gradient is a stochastic walk. | math.PR | | | 2020-03-03 | | |
            arxiv:2001.00020 | To Be or Not to Be | William Shakespeare | That is the question. | physics.soc-ph | | | 2020-03-04 | | |
            arxiv:2001.00021 | A large collaboration | @60 | Sixty authors measured the Higgs boson. | hep-ex | | | 2020-03-05 | | |
            arxiv:2001.00022 | Protein folding with attention | John Jumper | Attention over residues predicts folding. | q-bio.BM; cs.LG | | | 2020-03-05 | Accepted at NeurIPS | |
            arxiv:2001.00023 | Diffusion models beat others | Prafulla Dhariwal | Diffusion models generate images. | cs.LG; cs.CV | | | 2020-03-06 | | |
            arxiv:2001.00024 | Diffusion in porous media | Henry Darcy | Diffusion of water through sand. | physics.flu-dyn | | | 2020-03-06 | | |
            venue:ICLR.2018/B11bwYgfM | Spherical networks for vision | Taco Cohen | Rotations of the sphere and networks on it. | | ICLR | 2018 | | | | sphere; equivariance
            venue:ICLR.2018/Hk2aImxAb | Multi-scale dense networks | Gao Huang | Dense networks at several scales. | | ICLR | 2018 | | | | dense
            venue:ICLR.2020/aaa | Transformers for graphs | Vijay Dwivedi | Attention on graphs by a transformer. | | ICLR | 2020 | | | | transformer; graph
            venue:NeurIPS.2017/3f5ee | Attention Is All You Need | Ashish Vaswani; Noam Shazeer | Attention mechanisms only. | | NeurIPS | 2017 | | | |
            venue:NeurIPS.2020/gpt3 | Language models are few-shot learners | Tom Brown | Scaling up language models improves few-shot performance. | | NeurIPS | 2020 | | | 10.5555/3495724 | language models; few-shot
            venue:NeurIPS.2020/ddpm | Denoising diffusion probabilistic models | Jonathan Ho | High quality image synthesis by diffusion. | | NeurIPS | 2020 | | | | diffusion
            venue:ICML.2015/bn | Batch normalization | Sergey Ioffe | Reducing internal covariate shift. | | ICML | 2015 | | | |
            venue:ICML.2019/eff | EfficientNet: rethinking scaling | Mingxing Tan | Scaling of convolutional networks. | | ICML | 2019 | | | |
            venue:ACL.2019/p19 | Energy and policy for deep learning | Emma Strubell | Energy use of language processing. | | ACL | 2019 | | | |
            venue:CVPR.2016/he | Deep residual learning in vision | Kaiming He | Residual networks win. | | CVPR | 2016 | | | |
            venue:CVPR.2017/dense | Densely connected networks | Gao Huang | Every layer sees all layers before. | | CVPR | 2017 | | | |
            venue:AAAI.2021/inf | Informer for long sequences | Haoyi Zhou | Efficient transformer for long series. | | AAAI | 2021 | | | |
            own:knuth1984 | The TeXbook | Donald Knuth | Typesetting with boxes and glue. | | | 1984 | | | | typesetting
            own:zh1 | 图神经网络综述 | 王小明; 李四 | 本文综述图神经网络的方法与应用。 | | | 2021 | | | | 图神经网络
            own:zh2 | 神经机器翻译与注意力机制 | 张三 | 注意力机制改进了机器翻译。 | | | 2022 | | | |
            own:zh3 | 网络安全研究 | 赵六 | 研究计算机网络的安全。 | | | 2019 | | | |
            own:ko1 | 한국어 형태소 분석 | 김철수 | 형태소 분석기를 만든다. | | | 2018 | | | |
            own:ru1 | Нейронные сети | Иван Петров | Обзор сетей. | | | 2017 | | | |
            own:gr1 | Ο λόγος περί μεθόδου | Γιώργος Σεφέρης | Ο λόγος και η μέθοδος. | | | 1937 | | | |
            own:bare | Untitled manuscript | | | | | | | | |
            own:sorting | Sorting and searching | Donald E. Knuth | Algorithms for sorting in memory. | | | 1973 | | 2nd edition | | sorting; searching
            own:erdos | On random graphs | Paul Erdős; Alfréd Rényi | Evolution of random graphs. | | | 1959 | | | |
            own:godel | Über formal unentscheidbare Sätze | Kurt Gödel | Unentscheidbare Sätze der Principia Mathematica. | | | 1931 | | | |
            own:strasse | Die Straße der Größe | Jürgen Groß | Straßen und Maße. | | | 1999 | | | |
            own:oneil | O'Neil's theorem on Newton's method | Patrick O'Neil | Newton's method converges quickly. | | | 1996 | | | |
            own:html | <script>alert(1)</script> & co | Mallory Script | A title that is markup. | | | 2001 | | | |
            own:long | Long compounds state-of-the-art end-to-end | Max Long | An end-to-end state-of-the-art system. | | | 2002 | | | |
            own:qed | Quantum electrodynamics in $d=2+1$ dimensions | Richard Feynman | QED at one loop in $2+1$ dimensions. | | | 1949 | | | |
            own:coffee | Coffee and theorems | Alfréd Rényi | A mathematician turns coffee into theorems. | | | 1960 | | | |
            own:trees | Trees, graphs and forests | Arthur Cayley | Counting trees in graphs. | | | 1889 | | | |
            """;

    static final List<Paper> ALL =
            TABLE.lines().filter(line -> !line.isBlank()).map(TestPapers::paper).toList();

    private TestPapers() {}

    private static Paper paper(String line) {
        String[] cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
        if (cells.length != 11) {
            throw new IllegalStateException(cells.length + " cells: " + line);
        }
        Paper.Builder paper = Paper.builder(new PaperId(cells[0]), cells[1])
                .authors(
                        cells[2].equals("@60")
                                ? IntStream.range(0, 60)
                                        .mapToObj(i -> "Member" + i + " Collaborator")
                                        .toList()
                                : list(cells[2]))
                .summary(cells[3])
                .categories(list(cells[4]))
                .venue(cells[5])
                .year(cells[6].isEmpty() ? 0 : Integer.parseInt(cells[6]))
                .comment(cells[8])
                .doi(cells[9])
                .keywords(list(cells[10]))
                .source("test");
        if (!cells[7].isEmpty()) {
            paper.published(LocalDate.parse(cells[7]));
        }
        return paper.build();
    }

    private static List<String> list(String cell) {
        return Arrays.stream(cell.split(";"))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /// Writes papers in one transaction.
    static void put(PaperStore store, Collection<Paper> papers) {
        try (PaperStore.Writer writer = store.writer()) {
            papers.forEach(paper -> writer.put(paper, false));
            writer.commit();
        }
    }

    static void remove(PaperStore store, String... ids) {
        try (PaperStore.Writer writer = store.writer()) {
            List<PaperId> all = new ArrayList<>();
            for (String id : ids) {
                all.add(new PaperId(id));
            }
            writer.remove(all);
            writer.commit();
        }
    }
}
