package dev.granary.fetchverify.format.npm;

import static dev.granary.fetchverify.format.document.JsonMembers.eachElement;
import static dev.granary.fetchverify.format.document.JsonMembers.eachUnique;

import dev.granary.fetchverify.format.ListedFile;
import dev.granary.fetchverify.format.ListedFile.RegistrySignature;
import dev.granary.fetchverify.format.Listing;
import dev.granary.fetchverify.format.MalformedDocumentException;
import dev.granary.fetchverify.format.UpstreamBase;
import dev.granary.fetchverify.format.document.JsonReader;
import dev.granary.fetchverify.format.document.JsonReader.Token;
import dev.granary.kernel.ContentDigest;
import dev.granary.kernel.DigestAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads a packument once, front to back, into a listing. Confined to one document. */
final class PackumentReader {
    /** Beyond any package there is; keeps the listing of a hostile document small. */
    private static final int MOST_VERSIONS = 100_000;

    private static final int MOST_MEMBERS = 10_000;
    private static final int MOST_SIGNATURES = 16;
    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");

    private final JsonReader json;
    private final NpmName name;
    private final TarballLinks links;
    private final List<Version> versions = new ArrayList<>();
    private final Map<String, Instant> times = new HashMap<>();
    private boolean named;

    PackumentReader(JsonReader json, NpmName name, UpstreamBase base) {
        this.json = json;
        this.name = name;
        this.links = new TarballLinks(name, base);
    }

    /** What one version's {@code dist} says. */
    private record Version(
            String version, String tarball, String integrity, String shasum, List<RegistrySignature> signatures) {}

    Listing read() throws IOException, MalformedDocumentException {
        if (json.next() != Token.OBJECT_START) {
            throw new MalformedDocumentException("the packument is no JSON object");
        }
        eachUnique(json, MOST_MEMBERS, (member, _) -> {
            switch (member) {
                case "name" -> checkName();
                case "versions" -> readVersions();
                case "time" -> readTimes();
                case "dist-tags" -> readTags();
                default -> json.skip();
            }
        });
        json.next();
        if (!named) {
            throw new MalformedDocumentException("the packument does not say whose it is: it has no name");
        }
        return new Listing(versions.stream().map(this::toFile).toList());
    }

    private void checkName() throws IOException, MalformedDocumentException {
        named = json.current() == Token.STRING && json.text().equals(name.toString());
        if (!named) {
            throw new MalformedDocumentException("the packument is another package's, not that of " + name);
        }
    }

    private void readVersions() throws IOException, MalformedDocumentException {
        requireObject("versions");
        eachUnique(json, MOST_VERSIONS, (version, _) -> {
            if (json.current() == Token.OBJECT_START && NpmVersion.isPossible(version)) {
                readVersion(version);
            }
        });
    }

    private void readVersion(String version) throws IOException, MalformedDocumentException {
        eachUnique(json, MOST_MEMBERS, (member, _) -> {
            if (member.equals("dist") && json.current() == Token.OBJECT_START) {
                readDist(version);
            }
        });
    }

    private void readDist(String version) throws IOException, MalformedDocumentException {
        Map<String, String> texts = new HashMap<>();
        List<RegistrySignature> signatures = new ArrayList<>();
        eachUnique(json, MOST_MEMBERS, (member, _) -> {
            switch (member) {
                case "tarball", "integrity", "shasum" -> readText().ifPresent(text -> texts.put(member, text));
                case "signatures" -> readSignatures(signatures);
                default -> json.skip();
            }
        });
        String tarball = texts.get("tarball");
        if (tarball != null) {
            String integrity = texts.getOrDefault("integrity", "");
            versions.add(new Version(version, tarball, integrity, texts.getOrDefault("shasum", ""), signatures));
        }
    }

    private void readSignatures(List<RegistrySignature> signatures) throws IOException, MalformedDocumentException {
        if (json.current() != Token.ARRAY_START) {
            return;
        }
        eachElement(json, () -> {
            if (json.current() != Token.OBJECT_START) {
                return;
            }
            Map<String, String> texts = new HashMap<>();
            eachUnique(json, MOST_MEMBERS, (member, _) -> {
                if (member.equals("keyid") || member.equals("sig")) {
                    readText().ifPresent(text -> texts.put(member, text));
                }
            });
            if (signatures.size() >= MOST_SIGNATURES) {
                throw new MalformedDocumentException("a version has more than " + MOST_SIGNATURES + " signatures");
            }
            signatures.add(new RegistrySignature(texts.getOrDefault("keyid", ""), texts.getOrDefault("sig", "")));
        });
    }

    private void readTimes() throws IOException, MalformedDocumentException {
        requireObject("time");
        eachUnique(json, MOST_VERSIONS, (version, _) -> {
            Optional<Instant> time = readText().flatMap(PackumentReader::time);
            time.ifPresent(t -> times.put(version, t));
        });
    }

    private void readTags() throws IOException, MalformedDocumentException {
        requireObject("dist-tags");
        eachUnique(json, MOST_MEMBERS, (_, _) -> readText());
    }

    private Optional<String> readText() throws IOException, MalformedDocumentException {
        return json.current() == Token.STRING ? Optional.of(json.text()) : Optional.empty();
    }

    private void requireObject(String member) throws MalformedDocumentException {
        if (json.current() != Token.OBJECT_START) {
            throw new MalformedDocumentException("the packument's " + member + " is no object");
        }
    }

    private ListedFile toFile(Version version) {
        URI location = links.location(version.tarball);
        return new ListedFile(
                version.version,
                links.path(location, version.version),
                location,
                digests(version),
                OptionalLong.empty(),
                Optional.ofNullable(times.get(version.version)),
                version.signatures);
    }

    private static List<ContentDigest> digests(Version version) {
        List<ContentDigest> digests = new ArrayList<>(SubresourceIntegrity.parse(version.integrity));
        boolean contradicts = digests.isEmpty() && !version.integrity.isBlank();
        String shasum = version.shasum.toLowerCase(Locale.ROOT);
        boolean more = digests.stream().noneMatch(digest -> digest.algorithm() == DigestAlgorithm.SHA1);
        if (!contradicts && more && SHA1.matcher(shasum).matches()) {
            digests.add(new ContentDigest(DigestAlgorithm.SHA1, shasum));
        }
        return digests;
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
