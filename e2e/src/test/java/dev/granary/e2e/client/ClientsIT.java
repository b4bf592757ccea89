package dev.granary.e2e.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.granary.e2e.process.Finished;
import dev.granary.testing.http.Fault;
import dev.granary.testing.http.FixtureUpstream;
import dev.granary.testing.npm.NpmFixture;
import dev.granary.testing.npm.NpmVersion;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients against the fixture itself, no mirror between: what fails here is not the mirror's fault. */
class ClientsIT {
    @TempDir
    private Path folder;

    private final FixtureUpstream upstream = FixtureUpstream.start();
    private final NpmFixture npm = NpmFixture.on(upstream);

    @BeforeEach
    void publish() {
        npm.publish(NpmVersion.of("application", "1.2.0").dependingOn("@scope/part", "^2.0.0"));
        npm.publish("@scope/part", "2.1.0");
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    @Test
    void npmInstallsAndInstallsAgainFromTheLockFile() {
        // Given
        NpmClient client = new NpmClient(home());

        // When
        Project project = installTwice(client);

        // Then
        assertThat(client.evaluate(project, "application", "it.version").output())
                .contains("1.2.0");
        assertThat(project.read("package-lock.json")).contains(npm.integrity("application", "1.2.0"));
    }

    @Test
    void pnpmInstallsAndInstallsAgainFromTheLockFile() {
        installTwice(PnpmClient.require(home()));
    }

    @Test
    void yarnInstallsAndInstallsAgainFromTheLockFile() {
        installTwice(YarnClient.require(home()));
    }

    @Test
    void npmRefusesTamperedBytes() {
        // Given
        upstream.fault("/application/-/*", Fault.flipByte());
        NpmClient client = new NpmClient(home());

        // When
        Finished install = client.install(project());

        // Then
        assertThat(install.succeeded()).isFalse();
        assertThat(install.output()).contains("EINTEGRITY");
    }

    private Project installTwice(PackageClient client) {
        Project project = project();
        client.install(project).requireSuccess();
        client.wipeCaches();
        project.forgetModules();
        upstream.forgetRequests();
        client.installLocked(project).requireSuccess();
        assertThat(project.has("application")).isTrue();
        assertThat(upstream.hits("/application/-/application-1.2.0.tgz")).isEqualTo(1);
        return project;
    }

    private Project project() {
        return Project.create(folder.resolve("project"), Map.of("application", "^1.0.0"));
    }

    private ClientHome home() {
        return ClientHome.create(folder.resolve("home"), URI.create(npm.url() + "/"));
    }
}
