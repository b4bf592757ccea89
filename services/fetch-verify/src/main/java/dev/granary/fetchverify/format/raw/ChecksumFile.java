package dev.granary.fetchverify.format.raw;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.UpstreamBase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads one checksum file line by line. Confined to one reading. */
final class ChecksumFile {
    private static final int LARGEST = 10 << 20;
    private static final int LONGEST_LINE = 8 << 10;
    private static final int MOST_FILES = 100_000;

    private final RawPath path;
    private final UpstreamBase base;
    private final Map<String, ListedFile> files = new LinkedHashMap<>();
    private int lineNumber;

    ChecksumFile(RawPath path, UpstreamBase base) {
        this.path = path;
        this.base = base;
    }

    Listing read(InputStream bytes) throws IOException, MalformedDocumentException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[8 << 10];
        long total = 0;
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
            total += read;
            if (total > LARGEST) {
                throw new MalformedDocumentException("the checksum file is longer than " + LARGEST + " bytes");
            }
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    take(line);
                } else {
                    append(line, buffer[i]);
                }
            }
        }
        take(line);
        return new Listing(List.copyOf(files.values()));
    }

    private void append(ByteArrayOutputStream line, byte unit) throws MalformedDocumentException {
        if (line.size() >= LONGEST_LINE) {
            throw new MalformedDocumentException(
                    "line " + (lineNumber + 1) + " is longer than " + LONGEST_LINE + " bytes");
        }
        line.write(unit);
    }

    private void take(ByteArrayOutputStream line) throws MalformedDocumentException {
        lineNumber++;
        String text = decode(line.toByteArray());
        line.reset();
        if (ChecksumLine.isBesideThePoint(text)) {
            return;
        }
        ChecksumLine checksum = ChecksumLine.parse(text)
                .orElseThrow(() -> new MalformedDocumentException("line " + lineNumber + " is no SHA-256 checksum"));
        Optional<RawPath> file = isSidecar() ? sidecarSubject(checksum) : path.resolve(checksum.name());
        if (file.isPresent()) {
            list(file.get(), checksum);
        }
    }

    private boolean isSidecar() {
        return !path.name().equals(RawPath.SUMS);
    }

    /** A sidecar speaks of the file beside it, by name or by nothing but the digest. */
    private Optional<RawPath> sidecarSubject(ChecksumLine checksum) {
        String name = path.name().substring(0, path.name().length() - RawPath.SIDECAR.length());
        String named = checksum.name().substring(checksum.name().lastIndexOf('/') + 1);
        return name.isEmpty() || !(named.isEmpty() || named.equals(name))
                ? Optional.empty()
                : Optional.of(path.beside(name));
    }

    private void list(RawPath file, ChecksumLine checksum) throws MalformedDocumentException {
        ListedFile listed = new ListedFile(
                "",
                file.gatewayPath(),
                base.resolve(file.encoded()),
                List.of(checksum.digest()),
                OptionalLong.empty(),
                Optional.empty(),
                List.of());
        ListedFile before = files.putIfAbsent(file.gatewayPath(), listed);
        if (before != null && !before.equals(listed)) {
            throw new MalformedDocumentException(
                    "line " + lineNumber + " contradicts an earlier line for the same file");
        }
        if (files.size() > MOST_FILES) {
            throw new MalformedDocumentException("the checksum file names more than " + MOST_FILES + " files");
        }
    }

    private String decode(byte[] line) throws MalformedDocumentException {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        } catch (CharacterCodingException e) {
            throw new MalformedDocumentException("line " + lineNumber + " is no UTF-8");
        }
    }
}
