package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// SentencePiece's way from pieces to text (`SentencePieceProcessor::Decode`). Immutable.
///
/// Byte pieces give their byte as it is, where SentencePiece puts U+FFFD for those that are no UTF-8.
final class SentencePieceDecoder implements Decoder {
    private static final byte[] META = CodePoints.metaSpace();

    private final PieceTable pieces;
    private final List<PieceKind> kinds;
    private final boolean stripsOne; // of the spaces before the text
    private final boolean stripsAll;
    private final byte[] unknown;
    private final Normalizer denormalizer;

    SentencePieceDecoder(
            PieceTable pieces,
            List<PieceKind> kinds,
            SentencePieceNormalization options,
            String unknown,
            Normalizer denormalizer) {
        this.pieces = pieces;
        this.kinds = List.copyOf(kinds);
        this.stripsAll = options.removeExtraWhitespaces();
        this.stripsOne = options.addDummyPrefix() || stripsAll;
        this.unknown = unknown.getBytes(StandardCharsets.UTF_8);
        this.denormalizer = denormalizer;
    }

    @Override
    public byte[] decode(int[] ids) {
        ByteBuilder out = new ByteBuilder(4 * ids.length);
        boolean start = true;
        boolean stripped = false;
        for (int id : ids) {
            PieceKind kind = kinds.get(id);
            if (kind == PieceKind.BYTE) {
                out.add(byteOf(pieces.piece(id)));
                continue;
            }
            start &= !stripped && out.size() == 0;
            stripped = false;
            switch (kind) {
                case CONTROL, BYTE -> {}
                case UNKNOWN -> out.add(unknown);
                case NORMAL, USER_DEFINED, UNUSED -> {
                    byte[] piece = pieces.piece(id);
                    int from = start && stripsOne && meta(piece, 0) ? META.length : 0;
                    stripped = from > 0 && !stripsAll;
                    text(piece, from, out);
                }
            }
        }
        byte[] text = out.toArray();
        return denormalizer.apply(text, 0, text.length, true);
    }

    private static void text(byte[] piece, int from, ByteBuilder out) {
        for (int at = from; at < piece.length; ) {
            if (meta(piece, at)) {
                out.add(' ');
                at += META.length;
            } else {
                out.add(piece[at++]);
            }
        }
    }

    private static boolean meta(byte[] s, int at) {
        return s.length - at >= 3 && s[at] == META[0] && s[at + 1] == META[1] && s[at + 2] == META[2];
    }

    /// The byte that a piece such as `<0x0A>` stands for, or -1.
    static int byteOf(byte[] piece) {
        if (piece.length != 6 || piece[0] != '<' || piece[1] != '0' || piece[2] != 'x' || piece[5] != '>') {
            return -1;
        }
        int high = digit(piece[3]);
        int low = digit(piece[4]);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int digit(byte b) {
        return b >= '0' && b <= '9' ? b - '0' : b >= 'A' && b <= 'F' ? b - 'A' + 10 : -1;
    }
}
