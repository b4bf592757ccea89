package dev.granary.local.component;

import dev.granary.local.component.Readiness.NotReady;
import dev.granary.local.component.Readiness.Ready;
import dev.granary.local.process.Launch;
import dev.granary.local.process.Programs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Redis, as a cache: bounded, and nothing on disk, for it holds nothing that cannot be lost. */
public final class RedisServer implements Component {
    private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String NAME = "redis-server";

    private final Place place;

    public RedisServer(Place place) {
        this.place = place;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public int port() {
        return place.port();
    }

    @Override
    public Launch prepare() {
        Path data = place.directory();
        return new Launch(name(), command(program(), data), Programs.plainEnvironment(), data, place.log());
    }

    private Path program() {
        Path archive = place.home().redisArchive();
        String platform = Platform.current().redisName();
        String folder = archive.getFileName() + "-" + platform;
        return Archives.unpackOnce(
                        place.home().unpacked(),
                        place.data().resolve("unpacked"),
                        folder,
                        empty ->
                                Archives.unpackProgram(archive, "redis-server-7.0.15-" + platform, empty.resolve(NAME)))
                .resolve(NAME);
    }

    private List<String> command(Path program, Path data) {
        return List.of(
                program.toString(),
                "--port",
                Integer.toString(place.port()),
                "--bind",
                "127.0.0.1",
                "--dir",
                data.toString(),
                "--save",
                "",
                "--appendonly",
                "no",
                "--maxmemory",
                "128mb",
                "--maxmemory-policy",
                "allkeys-lru");
    }

    @Override
    public Readiness probe() {
        return WireProbe.ask(
                place.port(), PING, answer -> answer.startsWith("+PONG") ? Ready.WELL : new NotReady(answer.strip()));
    }
}
