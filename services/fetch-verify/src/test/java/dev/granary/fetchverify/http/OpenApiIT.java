package dev.granary.fetchverify.http;

import dev.granary.architecture.CheckedInFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The build has just written the interface that the code has; the one that was reviewed must be the same. */
class OpenApiIT {
    @Test
    void theReviewedInterfaceIsTheOneOfTheCode() {
        CheckedInFile.of("contracts/openapi/fetch-verify.yaml").requireSameAs(Path.of("target/openapi/openapi.yaml"));
    }
}
