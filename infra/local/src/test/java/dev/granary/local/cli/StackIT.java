package dev.granary.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.granary.local.cli.RunningCommand.Ended;
import dev.granary.local.process.FreePorts;
import dev.granary.local.process.Programs;
import dev.granary.local.stack.DataFolder;
import dev.granary.local.stack.StackState;
import dev.granary.local.stack.StackState.ComponentStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with the real servers; each of our services is a {@link FakeService}. */
class StackIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Map<String, String> UPSTREAM =
            Map.of("GRANARY_UPSTREAM_NPM", "http://127.0.0.1:9/npm", "TOKEN", "not-to-be-seen");

    @TempDir
    Path folder;

    private Path root = Path.of("");
    private Path data = Path.of("");
    private String port = "";

    @BeforeEach
    void layOut() throws IOException {
        root = FakeRoot.create(Files.createDirectory(folder.resolve("root")));
        data = folder.resolve("data");
        port = Integer.toString(FreePorts.choose(ThreadLocalRandom.current(), Set.of()));
    }

    @AfterEach
    void tidyUp() throws Exception {
        granary("down");
        Files.delete(root.resolve("infra"));
    }

    @Test
    void comesUpTellsWhereItIsAndGoesDown() throws Exception {
        // Given
        Files.createDirectory(data);
        Files.writeString(data.resolve("granary.toml"), """
                [registry]
                site = "berlin"
                [[upstream]]
                format = "raw"
                name = "tools"
                url = "http://127.0.0.1:9/"
                credential_env = "TOKEN"
                """);

        // When
        Ended up = granary("up", "--detach", "--port", port);
        Ended status = granary("status", "--json");
        Ended second = granary("up", "--port", port);
        Ended other = RunningCommand.run(
                root,
                UPSTREAM,
                "up",
                "--port",
                port,
                "--data",
                folder.resolve("other").toString());
        Ended logs = granary("logs", "postgres");
        Ended down = granary("down");
        Ended after = granary("status");

        // Then
        assertThat(up.output())
                .contains("Granary is ready.", "npm config set registry http://127.0.0.1:" + port + "/npm/");
        assertThat(up.code()).isZero();
        assertThat(status.code()).isZero();
        assertThat(status.output())
                .startsWith("{\"ready\":true,\"components\":[{\"name\":\"kafka\",\"state\":\"ready\",\"pid\":")
                .contains("\"name\":\"zipkin\"", "\"name\":\"fetch-verify\",\"state\":\"ready\"");
        assertThat(second.code()).isOne();
        assertThat(second.output()).contains("a stack already runs in " + data + " at http://127.0.0.1:" + port);
        assertThat(other.code()).isOne();
        assertThat(other.output()).contains("port " + port + " of 127.0.0.1 is in use");
        assertThat(logs.output()).contains("database system is ready to accept connections");
        assertThat(down).isEqualTo(new Ended(0, "Stopped what ran in " + data + System.lineSeparator()));
        assertThat(after.code()).isOne();
        assertThat(after.output()).contains("Not ready").contains("stopped");
        assertThatFilesTellTheTruth();
    }

    private void assertThatFilesTellTheTruth() throws IOException {
        assertThat(Files.readString(data.resolve("endpoints.json")))
                .contains("\"gateway\": \"http://127.0.0.1:" + port + "\"")
                .contains("\"traces\"", "\"kafka\"", "\"postgres\"", "\"redis\"", "\"reputation\"", "\"fetch-verify\"");
        assertThat(Files.readString(data.resolve("fetch-verify/granary.toml")))
                .contains("site = \"berlin\"", "url = \"http://127.0.0.1:9/npm/\"", "credential_env = \"TOKEN\"")
                .doesNotContain("not-to-be-seen");
        assertThat(Files.readString(data.resolve("fetch-verify/told")))
                .contains(
                        "GRANARY_PUBLIC_URL=http://127.0.0.1:" + port,
                        "GRANARY_SITE=berlin",
                        "GRANARY_SETTINGS=" + data.resolve("fetch-verify/granary.toml"),
                        "TOKEN=not-to-be-seen");
        assertThat(Files.getPosixFilePermissions(data.resolve("fetch-verify/granary.toml")))
                .hasSize(2);
    }

    @Test
    void restartsWhatDiesAndTakesOverFromAKilledSupervisor() throws Exception {
        // Given
        granary("up", "--detach", "--port", port);
        StackState before = await(StackState::ready);
        long redis = pidOf(before, "redis");

        // When
        kill(redis);
        StackState healed = await(state -> state.ready() && pidOf(state, "redis") != redis);
        kill(before.supervisor().pid());
        Ended unsupervised = granary("status");
        Ended again = granary("up", "--detach", "--port", port);
        StackState after = await(StackState::ready);

        // Then
        assertThat(pidOf(healed, "kafka")).isEqualTo(pidOf(before, "kafka"));
        assertThat(unsupervised.code()).isOne();
        assertThat(unsupervised.output()).contains("its supervisor is gone");
        assertThat(again.output()).contains("ended what a supervisor left running", "Granary is ready.");
        assertThat(after.components())
                .allSatisfy(component -> assertThat(component.port()).isEqualTo(portOf(before, component.name())));
        assertThat(ProcessHandle.of(pidOf(before, "kafka")).filter(ProcessHandle::isAlive))
                .isEmpty();
        assertThat(Files.readString(data.resolve("logs/supervisor.log"))).contains("it was ended by signal 9");
    }

    @Test
    void staysInTheForegroundUntilItIsToldToEnd() throws Exception {
        // Given
        RunningCommand up =
                RunningCommand.start(root, UPSTREAM, List.of(), "up", "--port", port, "--data", data.toString());
        StackState state = await(StackState::ready);

        // When
        up.terminate();
        Ended ended = up.await();

        // Then
        assertThat(ended.output()).contains("Granary is ready.").containsPattern("kafka +stopped");
        assertThat(state.components()).allSatisfy(component -> assertThat(
                        ProcessHandle.of(component.pid()).filter(ProcessHandle::isAlive))
                .isEmpty());
    }

    @Test
    void givesUpWithTheReasonWhenAServiceCannotBeStarted() throws Exception {
        // Given
        Files.delete(root.resolve("services/reputation/target/quarkus-app/quarkus-run.jar"));

        // When
        Ended up = granary("up", "--detach", "--port", port);

        // Then
        assertThat(up.code()).isOne();
        assertThat(up.output())
                .contains(
                        "reputation could not be started",
                        "quarkus-run.jar is missing",
                        data.resolve("logs").toString());
        assertThat(granary("status").output()).doesNotContain(" ready ");
    }

    @Test
    void saysWhatIsWrongBeforeItStartsAnything() throws Exception {
        // Given
        Files.createDirectory(data);
        Files.writeString(data.resolve("granary.toml"), "[registry]\nsyte = \"x\"\n");
        Path file = Files.createFile(folder.resolve("file"));

        // When
        Ended settings = granary("up", "--port", port);
        Ended flag = granary("up", "--colour");
        Ended upstream = granary("up", "--upstream", "npm");
        Ended place = RunningCommand.run(
                root,
                UPSTREAM,
                "up",
                "--port",
                port,
                "--data",
                file.resolve("data").toString());
        Ended address = granary("up", "--port", port, "--listen", "192.0.2.1");

        // Then
        assertThat(settings)
                .isEqualTo(new Ended(
                        1,
                        "granary: " + data.resolve("granary.toml")
                                + " line 2: registry.syte is not a setting; those here are mode, public_url, site"
                                + System.lineSeparator()));
        assertThat(flag.code()).isEqualTo(2);
        assertThat(flag.output()).contains("Unknown option: '--colour'", "Usage:");
        assertThat(upstream)
                .isEqualTo(new Ended(
                        2, "granary: --upstream takes FORMAT=URL, such as npm=URL, not npm" + System.lineSeparator()));
        assertThat(place.code()).isOne();
        assertThat(place.output()).contains("the data folder " + file.resolve("data") + " can't be used");
        Files.delete(data.resolve("granary.toml"));
        assertThat(address.code()).isOne();
    }

    @Test
    void choosesAnotherPortWhenSomeoneHasTakenOne() throws Exception {
        // Given
        Files.createDirectories(data.resolve("run"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(data.resolve("run/ports"), "redis=" + taken.getLocalPort() + "\n");

            // When
            Ended up = granary("up", "--detach", "--port", port);

            // Then
            assertThat(up.code()).isZero();
            assertThat(portOf(await(StackState::ready), "redis")).isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void movesToAnotherPortWhenSomeoneTakesOneFromADeadServerAndTellsWhoNeedsIt() throws Exception {
        // Given
        granary("up", "--detach", "--port", port);
        StackState before = await(StackState::ready);
        int old = portOf(before, "redis");

        // When
        kill(pidOf(before, "redis"));
        StackState after;
        try (ServerSocket _ = new ServerSocket(old, 1, InetAddress.getLoopbackAddress())) {
            after = await(state -> state.ready()
                    && portOf(state, "redis") != old
                    && pidOf(state, "fetch-verify") != pidOf(before, "fetch-verify"));
        }

        // Then
        assertThat(Files.readString(data.resolve("endpoints.json")))
                .contains("\"redis\": \"127.0.0.1:" + portOf(after, "redis") + "\"");
        assertThat(Files.readString(data.resolve("fetch-verify/told")))
                .contains("QUARKUS_REDIS_HOSTS=redis://127.0.0.1:" + portOf(after, "redis"));
        assertThat(pidOf(after, "reputation")).isEqualTo(pidOf(before, "reputation"));
        assertThat(Files.readString(data.resolve("logs/supervisor.log"))).contains("port " + old + " is in use");
    }

    @Test
    void theGatewayWaitsForItsOwnPortAndSaysSo() throws Exception {
        // Given
        granary("up", "--detach", "--port", port);
        StackState before = await(StackState::ready);

        // When
        kill(pidOf(before, "fetch-verify"));
        StackState waiting;
        try (ServerSocket _ = new ServerSocket(Integer.parseInt(port), 1, InetAddress.getLoopbackAddress())) {
            waiting = await(state -> component(state, "fetch-verify").detail().contains("port"));
        }
        StackState after = await(StackState::ready);

        // Then
        assertThat(component(waiting, "fetch-verify").detail())
                .contains("port " + port + " of 127.0.0.1 is in use by another program");
        assertThat(portOf(after, "fetch-verify")).isEqualTo(Integer.parseInt(port));
    }

    @Test
    void runsAsAnOrdinaryUserToo() throws Exception {
        // Given
        Path place = Files.createTempDirectory("granary-user");
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path home = FakeRoot.create(Files.createDirectory(place.resolve("root")));
        List<String> asNobody = asNobody(home.resolve("infra/local/target/granary-local.jar"));
        data = place.resolve("data");

        // When
        Ended up = RunningCommand.start(
                        home, UPSTREAM, asNobody, "up", "--detach", "--port", port, "--data", data.toString())
                .await();
        Object owner = Files.getAttribute(data, "unix:uid");
        Ended down = RunningCommand.start(home, UPSTREAM, asNobody, "down", "--data", data.toString())
                .await();

        // Then
        assertThat(up.output()).contains("Granary is ready.");
        assertThat(owner).isEqualTo(65_534);
        assertThat(down.output()).startsWith("Stopped");
        Files.delete(home.resolve("infra"));
    }

    /** Only root can become somebody else, and only where the build may be read by all. */
    private static List<String> asNobody(Path needed) {
        List<String> prefix = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
        List<String> reading = Stream.concat(prefix.stream(), Stream.of("test", "-r", needed.toString()))
                .toList();
        assumeTrue(Programs.succeeds(reading, LIMIT), "nobody can read " + needed);
        return prefix;
    }

    private Ended granary(String command, String... more) throws IOException, InterruptedException {
        String[] arguments = new String[more.length + 3];
        arguments[0] = command;
        arguments[1] = "--data";
        arguments[2] = data.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return RunningCommand.run(root, UPSTREAM, arguments);
    }

    private StackState await(Predicate<StackState> wanted) {
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < limit) {
            var state = StackState.read(DataFolder.of(data)).map(StackState::seenNow);
            if (state.filter(wanted).isPresent()) {
                return state.get();
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
        throw new AssertionError("not within " + LIMIT);
    }

    private static void kill(long pid) {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    private static long pidOf(StackState state, String name) {
        return component(state, name).pid();
    }

    private static int portOf(StackState state, String name) {
        return component(state, name).port();
    }

    private static ComponentStatus component(StackState state, String name) {
        return state.components().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
