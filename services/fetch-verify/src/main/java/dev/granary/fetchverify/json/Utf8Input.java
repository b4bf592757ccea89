package dev.granary.fetchverify.json;

import java.io.IOException;
import java.io.InputStream;

/**
 * Lets UTF-8 through, up to a number of bytes. Jackson reads overlong forms and surrogates without a word where clients
 * see replacement characters; what two readers may read differently is refused. Confined to one thread.
 */
final class Utf8Input extends InputStream {
    private final InputStream bytes;
    private final long limit;
    private long count;
    private int missing;
    private int lowest = 0x80;
    private int highest = 0xbf;

    Utf8Input(InputStream bytes, long limit) {
        this.bytes = bytes;
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = bytes.read(buffer, offset, length);
        if (read < 0) {
            requireWhole();
            return read;
        }
        for (int i = offset; i < offset + read; i++) {
            // nearly all is ASCII, so the processor learns this branch
            if (buffer[i] < 0 || missing != 0) {
                check(buffer[i] & 0xff, count + i - offset);
            }
        }
        count += read;
        if (count > limit) {
            throw new NotUtf8Exception("the document is longer than " + limit + " bytes");
        }
        return read;
    }

    private void requireWhole() throws NotUtf8Exception {
        if (missing != 0) {
            throw new NotUtf8Exception("the document ends inside a character");
        }
    }

    // spec: Unicode 15, table 3-7
    private void check(int unit, long at) throws NotUtf8Exception {
        if (missing == 0) {
            begin(unit, at);
            return;
        }
        if (unit < lowest || unit > highest) {
            throw notUtf8(at);
        }
        missing--;
        lowest = 0x80;
        highest = 0xbf;
    }

    private void begin(int unit, long at) throws NotUtf8Exception {
        if (unit < 0xc2 || unit > 0xf4) {
            throw notUtf8(at);
        }
        missing = unit < 0xe0 ? 1 : unit < 0xf0 ? 2 : 3;
        lowest = switch (unit) {
            case 0xe0 -> 0xa0;
            case 0xf0 -> 0x90;
            default -> 0x80;
        };
        highest = switch (unit) {
            case 0xed -> 0x9f;
            case 0xf4 -> 0x8f;
            default -> 0xbf;
        };
    }

    private static NotUtf8Exception notUtf8(long at) {
        return new NotUtf8Exception("not UTF-8 at byte " + at);
    }
}
