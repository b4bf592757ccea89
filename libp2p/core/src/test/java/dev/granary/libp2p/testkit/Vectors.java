package dev.granary.libp2p.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.granary.testing.TestData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The published vectors beside the repository. A test that asks for them where they are absent aborts with a sentence. */
public final class Vectors {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Vectors() {}

    /** Entries of one kind from the vectors of the libp2p specifications. */
    public static List<JsonNode> libp2p(String kind) {
        try {
            byte[] file = Files.readAllBytes(TestData.require().file("libp2p-vectors/vectors.json"));
            return JSON.readTree(file).required(kind).valueStream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One file of Wycheproof. */
    public static JsonNode wycheproof(String name) {
        Map<String, byte[]> files = TestData.require().corpus("wycheproof");
        String path = files.keySet().stream()
                .filter(candidate -> candidate.endsWith("/" + name) || candidate.equals(name))
                .findFirst()
                .orElseThrow();
        try {
            return JSON.readTree(files.get(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] hex(JsonNode object, String field) {
        return HexFormat.of().parseHex(object.required(field).asText());
    }
}
