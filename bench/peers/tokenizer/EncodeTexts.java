import dev.lemma.tokenizer.SentencePieceModel;
import dev.lemma.tokenizer.Tokenizer;
import dev.lemma.tokenizer.Tokenizers;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Encodes texts for the scripts beside it: `EncodeTexts [--special] MODEL TEXTS OUT [ROUNDS]`.
///
/// TEXTS is a row of texts, each a 32-bit length (big-endian) and that many bytes. OUT is for each text the
/// number of ids, the ids, the number of bytes they decode to and those. With ROUNDS > 0 all texts are
/// encoded that often again and the median rate is printed. `EncodeTexts --copy MODEL OUT` reads a
/// SentencePiece model and writes it.
class EncodeTexts {
    public static void main(String[] args) throws IOException {
        if (args[0].equals("--copy")) {
            SentencePieceModel.read(Path.of(args[1])).write(Path.of(args[2]));
            return;
        }
        boolean special = args[0].equals("--special");
        args = special ? Arrays.copyOfRange(args, 1, args.length) : args;
        Tokenizer tokenizer = Tokenizers.load(Path.of(args[0]));
        List<byte[]> texts = new ArrayList<>();
        long bytes = 0;
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(Path.of(args[1]))))) {
            while (in.available() > 0) {
                texts.add(in.readNBytes(in.readInt()));
                bytes += texts.getLast().length;
            }
        }
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(Path.of(args[2]))))) {
            for (byte[] text : texts) {
                int[] ids = special
                        ? tokenizer.encodeSpecial(new String(text, StandardCharsets.UTF_8))
                        : tokenizer.encode(text);
                out.writeInt(ids.length);
                for (int id : ids) {
                    out.writeInt(id);
                }
                byte[] back = tokenizer.decodeToBytes(ids);
                out.writeInt(back.length);
                out.write(back);
            }
        }
        int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 0;
        List<Double> rates = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            long ids = 0;
            for (byte[] text : texts) {
                ids += tokenizer.encode(text).length;
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            rates.add(bytes / 1e6 / seconds);
            if (round == rounds - 1) {
                rates.sort(null);
                System.out.printf("%s: %.2f MB/s, %.2f bytes an id%n", tokenizer.describe().type(),
                        rates.get(rates.size() / 2), bytes / (double) ids);
            }
        }
    }
}
