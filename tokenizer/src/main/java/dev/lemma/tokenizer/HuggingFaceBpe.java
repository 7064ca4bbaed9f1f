package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes trained byte-level BPE as a Hugging Face `tokenizer.json`, which [Tokenizers#load] reads back.
public final class HuggingFaceBpe {
    private HuggingFaceBpe() {}

    /// The file: vocabulary, merges by rank, special pieces as added tokens, and how text is cut.
    ///
    /// Cost: linear in the vocabulary; the file is in memory, about 40 bytes a piece.
    ///
    /// @param pattern the one whose [SplitPattern#splitter] the merges were trained with
    public static byte[] toBytes(TrainedBpe bpe, SplitPattern pattern) {
        TrainedVocabulary vocabulary = bpe.vocabulary();
        StringBuilder json = new StringBuilder("{\n  \"version\": \"1.0\",\n  \"truncation\": null,\n");
        json.append("  \"padding\": null,\n  \"added_tokens\": [");
        String separator = "\n";
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.kind(id) == PieceKind.CONTROL) {
                json.append(separator).append("    {\"id\": ").append(id).append(", \"content\": ");
                quote(text(vocabulary, id), json);
                json.append(", \"single_word\": false, \"lstrip\": false, \"rstrip\": false, \"normalized\": false, ");
                json.append("\"special\": true}");
                separator = ",\n";
            }
        }
        json.append("\n  ],\n  \"normalizer\": null,\n  \"pre_tokenizer\": ");
        cut(pattern, json);
        json.append(",\n  \"post_processor\": null,\n  \"decoder\": ");
        json.append(byteLevel(true)).append(",\n  \"model\": {\n    \"type\": \"BPE\",\n    \"dropout\": null,\n");
        json.append("    \"unk_token\": null,\n    \"continuing_subword_prefix\": null,\n");
        json.append("    \"end_of_word_suffix\": null,\n    \"fuse_unk\": false,\n    \"byte_fallback\": false,\n");
        json.append("    \"vocab\": {");
        for (int id = 0; id < vocabulary.size(); id++) {
            json.append(id == 0 ? "\n      " : ",\n      ");
            quote(text(vocabulary, id), json);
            json.append(": ").append(id);
        }
        json.append("\n    },\n    \"merges\": [");
        for (int rank = 0; rank < bpe.merges(); rank++) {
            json.append(rank == 0 ? "\n      " : ",\n      ");
            quote(text(vocabulary, bpe.left(rank)) + " " + text(vocabulary, bpe.right(rank)), json);
        }
        json.append("\n    ]\n  }\n}\n");
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void cut(SplitPattern pattern, StringBuilder json) {
        if (pattern == SplitPattern.GPT2) {
            json.append(byteLevel(true)); // its own expression
            return;
        }
        json.append("{\"type\": \"Sequence\", \"pretokenizers\": [");
        List<String> regexes = pattern.regexes();
        for (String regex : regexes) {
            json.append("\n    {\"type\": \"Split\", \"pattern\": {\"Regex\": ");
            quote(regex, json);
            json.append("}, \"behavior\": \"Isolated\", \"invert\": false},");
        }
        json.append("\n    ").append(byteLevel(false)).append("]}");
    }

    private static String byteLevel(boolean regex) {
        return "{\"type\": \"ByteLevel\", \"add_prefix_space\": false, \"trim_offsets\": true, \"use_regex\": " + regex
                + "}";
    }

    /// A piece as such files write it: bytes in the [ByteAlphabet], special pieces as they are.
    private static String text(TrainedVocabulary vocabulary, int id) {
        byte[] piece = vocabulary.piece(id);
        if (vocabulary.kind(id) == PieceKind.CONTROL) {
            return new String(piece, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(piece.length);
        for (byte b : piece) {
            text.append(ByteAlphabet.character(b & 0xFF));
        }
        return text.toString();
    }

    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
