package dev.granary.e2e.client;

import dev.granary.e2e.process.Finished;
import java.nio.file.Path;
import java.util.List;

/** pnpm of a pinned version. */
public record PnpmClient(ClientHome home, Path program) implements PackageClient {
    public static final String VERSION = "10.34.8";

    /** Aborts the test where pnpm cannot be had. */
    public static PnpmClient require(ClientHome home) {
        return new PnpmClient(home, ClientPrograms.require("pnpm", VERSION, "bin/pnpm.cjs"));
    }

    @Override
    public Finished install(Project project) {
        return pnpm(project, "install", "--no-frozen-lockfile");
    }

    @Override
    public Finished installLocked(Project project) {
        return pnpm(project, "install", "--frozen-lockfile");
    }

    @Override
    public void wipeCaches() {
        home.wipeCaches();
    }

    private Finished pnpm(Project project, String command, String option) {
        return home.command(
                        project.folder(),
                        List.of(
                                "node",
                                program.toString(),
                                command,
                                option,
                                "--store-dir=" + home.cache().resolve("pnpm")))
                .run();
    }
}
