package dev.granary.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Gzip over plain ustar: regular files only, time 0, no PAX headers. The same entries make the same bytes each time on
 * one Java runtime.
 */
public final class TarGzip {
    private static final int BLOCK = 512;
    private static final int MAXIMUM_ENTRIES = 200_000;

    private TarGzip() {}

    /** Packs {@code entries}, name to content, in the map's order. */
    public static byte[] pack(Map<String, byte[]> entries) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                writeEntry(out, entry.getKey(), entry.getValue());
            }
            out.write(new byte[2 * BLOCK]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** Reads every entry of {@code archive} in its order. */
    public static Map<String, byte[]> unpack(byte[] archive) {
        try {
            return unpack(new ByteArrayInputStream(archive));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads every entry of {@code archive} in its order; the stream is left for the caller to close. */
    public static Map<String, byte[]> unpack(InputStream archive) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        InputStream tar = new GZIPInputStream(archive, 1 << 16);
        byte[] header = tar.readNBytes(BLOCK);
        while (header.length == BLOCK && header[0] != 0) {
            if (entries.size() == MAXIMUM_ENTRIES) {
                throw new IOException("more than " + MAXIMUM_ENTRIES + " entries");
            }
            int size = Integer.parseInt(text(header, 124, 12).trim(), 8);
            byte[] content = tar.readNBytes(size);
            if (content.length < size) {
                throw new IOException("entry " + name(header) + " ends after " + content.length + " of " + size);
            }
            entries.put(name(header), content);
            tar.skipNBytes(padding(size));
            header = tar.readNBytes(BLOCK);
        }
        return Collections.unmodifiableMap(entries);
    }

    private static void writeEntry(OutputStream out, String name, byte[] content) throws IOException {
        byte[] header = new byte[BLOCK];
        put(header, 0, name, 100);
        put(header, 100, "0000644\0", 8);
        put(header, 108, "0000000\0", 8);
        put(header, 116, "0000000\0", 8);
        put(header, 124, octal(content.length, 11) + "\0", 12);
        put(header, 136, "00000000000\0", 12);
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = '0';
        put(header, 257, "ustar\00000", 8);
        put(header, 148, octal(sum(header), 6) + "\0 ", 8);
        out.write(header);
        out.write(content);
        out.write(new byte[padding(content.length)]);
    }

    private static void put(byte[] header, int offset, String text, int room) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length > room) {
            throw new IllegalArgumentException("more than " + room + " bytes: " + text);
        }
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    private static String octal(long value, int digits) {
        String text = Long.toOctalString(value);
        return "0".repeat(digits - text.length()) + text;
    }

    private static int sum(byte[] header) {
        int sum = 0;
        for (byte value : header) {
            sum += value & 0xff;
        }
        return sum;
    }

    private static int padding(int size) {
        return (BLOCK - size % BLOCK) % BLOCK;
    }

    private static String name(byte[] header) {
        String prefix = text(header, 345, 155);
        String name = text(header, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] header, int offset, int room) {
        int end = offset;
        while (end < offset + room && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.US_ASCII);
    }
}
