package dev.granary.libp2p.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A peer program that is asked one thing at a time, in the JSON lines of {@code libp2p/peer/PROTOCOL.md}. */
final class RunningPeer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;
    private final String id;
    private final String address;

    RunningPeer(Path folder, List<String> command, Map<String, ?> setup) throws IOException {
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        requests = process.outputWriter();
        answers = process.inputReader();
        ask("start", setup);
        JsonNode started = answer();
        id = started.required("peer").asText();
        address = started.required("addresses").get(0).asText();
    }

    String id() {
        return id;
    }

    int port() {
        return Integer.parseInt(address.split("/", -1)[4]);
    }

    /** Asks, and leaves the answer for later. */
    void ask(String op, Map<String, ?> fields) throws IOException {
        Map<String, Object> request = new TreeMap<>(fields);
        request.put("id", 1);
        request.put("op", op);
        requests.write(JSON.writeValueAsString(request) + "\n");
        requests.flush();
    }

    /** The next answer, which must be a good one. */
    JsonNode answer() throws IOException {
        JsonNode answer = JSON.readTree(answers.readLine());
        if (!answer.path("ok").asBoolean()) {
            throw new IOException("the peer answered " + answer);
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
