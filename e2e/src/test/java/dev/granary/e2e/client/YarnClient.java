package dev.granary.e2e.client;

import dev.granary.e2e.process.Finished;
import java.nio.file.Path;
import java.util.List;

/** Yarn classic of a pinned version. */
public record YarnClient(ClientHome home, Path program) implements PackageClient {
    public static final String VERSION = "1.22.22";

    /** Aborts the test where Yarn cannot be had. */
    public static YarnClient require(ClientHome home) {
        return new YarnClient(home, ClientPrograms.require("yarn", VERSION, "bin/yarn.js"));
    }

    @Override
    public Finished install(Project project) {
        return yarn(project, "--no-progress");
    }

    @Override
    public Finished installLocked(Project project) {
        return yarn(project, "--frozen-lockfile");
    }

    @Override
    public void wipeCaches() {
        home.wipeCaches();
    }

    private Finished yarn(Project project, String option) {
        return home.command(
                        project.folder(),
                        List.of(
                                "node",
                                program.toString(),
                                "install",
                                option,
                                "--non-interactive",
                                "--no-node-version-check"))
                .run();
    }
}
