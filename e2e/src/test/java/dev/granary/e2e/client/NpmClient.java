package dev.granary.e2e.client;

import dev.granary.e2e.process.Finished;
import java.util.ArrayList;
import java.util.List;

/** The npm on the machine. */
public record NpmClient(ClientHome home) implements PackageClient {
    @Override
    public Finished install(Project project) {
        return npm(project, "install", "--loglevel=http");
    }

    @Override
    public Finished installLocked(Project project) {
        return npm(project, "ci", "--loglevel=http");
    }

    @Override
    public void wipeCaches() {
        home.wipeCaches();
    }

    /** Runs {@code npm} with {@code arguments} in the project's folder. */
    public Finished npm(Project project, String... arguments) {
        List<String> words = new ArrayList<>(List.of("npm"));
        words.addAll(List.of(arguments));
        return home.command(project.folder(), words).run();
    }

    /** Loads the installed package {@code name} in node and prints what {@code expression} gives of it as {@code it}. */
    public Finished evaluate(Project project, String name, String expression) {
        String script = "const it = require('" + name + "'); console.log(" + expression + ")";
        return home.command(project.folder(), List.of("node", "-e", script)).run();
    }
}
