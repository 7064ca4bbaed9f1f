package dev.lemma.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the fields of one protobuf message, one after another (Protocol Buffers encoding, wire types 0, 1,
/// 2, 5).
///
/// Every length is checked against the message before anything is allocated; nested messages are readers over
/// the same bytes. Not for several threads.
final class ProtoReader {
    private final byte[] bytes;
    private final int end;
    private final String where;
    private int at;
    private int field;
    private int wire;

    ProtoReader(byte[] bytes, String where) {
        this(bytes, 0, bytes.length, where);
    }

    private ProtoReader(byte[] bytes, int from, int end, String where) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
        this.where = where;
    }

    /// Goes to the next field; false at the end.
    boolean next() {
        if (at == end) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        wire = (int) (tag & 7);
        if (tag >>> 32 != 0 || field == 0) {
            throw broken("field number " + (tag >>> 3) + "; 1 to 536870911 is possible");
        }
        return true;
    }

    int field() {
        return field;
    }

    int int32(String name) {
        need(0, name);
        return (int) varint();
    }

    boolean bool(String name) {
        need(0, name);
        return varint() != 0;
    }

    float float32(String name) {
        need(5, name);
        return Float.intBitsToFloat(fixed32());
    }

    byte[] bytes(String name) {
        need(2, name);
        int length = length();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    ProtoReader message(String name) {
        need(2, name);
        int length = length();
        at += length;
        return new ProtoReader(bytes, at - length, at, where);
    }

    /// Goes past a field that nobody asks for.
    void skip() {
        switch (wire) {
            case 0 -> varint();
            case 1 -> advance(8);
            case 2 -> advance(length());
            case 5 -> advance(4);
            default -> throw broken("wire type " + wire + "; 0, 1, 2 and 5 are possible");
        }
    }

    TokenizerException broken(String what) {
        return new TokenizerException(where + ": not a SentencePiece model: byte " + at + " has " + what);
    }

    private void need(int type, String name) {
        if (wire != type) {
            throw broken("wire type " + wire + " for " + name + "; " + type + " is right");
        }
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw broken("a field of " + Long.toUnsignedString(length) + " bytes where " + (end - at) + " are left");
        }
        return (int) length;
    }

    private void advance(int count) {
        if (count > end - at) {
            throw broken("a field of " + count + " bytes where " + (end - at) + " are left");
        }
        at += count;
    }

    private int fixed32() {
        advance(4);
        return bytes[at - 4] & 0xFF
                | (bytes[at - 3] & 0xFF) << 8
                | (bytes[at - 2] & 0xFF) << 16
                | (bytes[at - 1] & 0xFF) << 24;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (at == end) {
                throw broken("the end inside a number");
            }
            byte b = bytes[at++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw broken("a number of more than ten bytes");
    }
}
