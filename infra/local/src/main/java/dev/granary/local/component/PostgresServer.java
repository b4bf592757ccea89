package dev.granary.local.component;

import static dev.granary.local.LocalError.COMPONENT_FAILED;
import static dev.granary.local.LocalError.DATA_UNUSABLE;

import dev.granary.kernel.GranaryException;
import dev.granary.local.component.Readiness.NotReady;
import dev.granary.local.component.Readiness.Ready;
import dev.granary.local.process.Launch;
import dev.granary.local.process.Programs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** PostgreSQL with one database and one user, both called {@code granary}; the password is made at the first start. */
public final class PostgresServer implements Component {
    public static final String DATABASE = "granary";
    public static final String USER = "granary";

    private final Place place;
    private final Function<Path, RootStepDown> stepDown;

    public PostgresServer(Place place) {
        this(place, RootStepDown::forPostgres);
    }

    /**
     * As the other, with a say in how root is left.
     *
     * @param stepDown is given the server's program
     */
    PostgresServer(Place place, Function<Path, RootStepDown> stepDown) {
        this.place = place;
        this.stepDown = stepDown;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public int port() {
        return place.port();
    }

    /** The password of {@link #USER}; exists once the server was prepared. */
    public String password() {
        try {
            return Files.readString(PostgresCluster.passwordFile(place.data())).strip();
        } catch (IOException e) {
            throw new GranaryException(DATA_UNUSABLE, "the password of postgres can't be read: " + e, e);
        }
    }

    @Override
    public Launch prepare() {
        Path directory = place.directory();
        Path archive = place.home().postgresArchive();
        Path binaries = Archives.unpackOnce(
                place.home().unpacked(),
                directory.resolve("unpacked"),
                archive.getFileName().toString(),
                empty -> Archives.unpackTxz(archive, empty));
        RootStepDown user = stepDown.apply(binaries.resolve("bin/postgres"));
        PostgresCluster cluster = new PostgresCluster(place, binaries, user);
        cluster.createUnlessExists();
        cluster.forgetReusedProcessId();
        List<String> command = new ArrayList<>(user.prefix());
        command.addAll(List.of(
                binaries.resolve("bin/postgres").toString(),
                "-D",
                cluster.directory().toString()));
        options().forEach(option -> command.addAll(List.of("-c", option)));
        // SIGTERM would wait for every client to leave.
        return new Launch(
                name(), command, Programs.plainEnvironment(), directory, place.log(), Launch.StopSignal.INTERRUPT);
    }

    private Stream<String> options() {
        return Stream.of(
                "port=" + place.port(),
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=60",
                "shared_buffers=64MB",
                "log_line_prefix=%m [%p] ");
    }

    @Override
    public Readiness probe() {
        return WireProbe.ask(place.port(), startup(), PostgresServer::judge);
    }

    /** Any question about who we are means that it takes connections. */
    private static Readiness judge(String answer) {
        return answer.startsWith("R")
                ? Ready.WELL
                : new NotReady(
                        "it answers: " + answer.replaceAll("[^ -~]+", " ").strip());
    }

    private static byte[] startup() {
        ByteArrayOutputStream pairs = new ByteArrayOutputStream();
        for (String text : List.of("user", USER, "database", DATABASE, "")) {
            pairs.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            pairs.write(0);
        }
        int length = Integer.BYTES * 2 + pairs.size();
        // Protocol 3.0.
        return ByteBuffer.allocate(length)
                .putInt(length)
                .putInt(3 << 16)
                .put(pairs.toByteArray())
                .array();
    }

    static GranaryException failed(String what, Path log) {
        return new GranaryException(COMPONENT_FAILED, "postgres: " + what + ", see " + log);
    }
}
