package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;

/// Writes one protobuf message field by field. Not for several threads.
final class ProtoWriter {
    private final ByteBuilder out = new ByteBuilder(256);

    ProtoWriter int32(int field, int value) {
        tag(field, 0);
        varint(value);
        return this;
    }

    ProtoWriter bool(int field, boolean value) {
        return int32(field, value ? 1 : 0);
    }

    ProtoWriter float32(int field, float value) {
        tag(field, 5);
        int bits = Float.floatToIntBits(value);
        for (int shift = 0; shift < 32; shift += 8) {
            out.add(bits >>> shift);
        }
        return this;
    }

    ProtoWriter bytes(int field, byte[] value) {
        tag(field, 2);
        varint(value.length);
        out.add(value);
        return this;
    }

    ProtoWriter text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    ProtoWriter message(int field, ProtoWriter value) {
        return bytes(field, value.toBytes());
    }

    byte[] toBytes() {
        return out.toArray();
    }

    private void tag(int field, int wire) {
        varint(field << 3 | wire);
    }

    private void varint(long value) {
        long left = value;
        while ((left & ~0x7FL) != 0) {
            out.add((int) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        out.add((int) left);
    }
}
