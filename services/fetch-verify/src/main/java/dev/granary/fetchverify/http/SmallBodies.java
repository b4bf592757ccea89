package dev.granary.fetchverify.http;

import dev.granary.fetchverify.FetchVerifyError;
import dev.granary.fetchverify.http.ReadyAnswer.Body;
import dev.granary.fetchverify.store.StoredContent;
import dev.granary.kernel.GranaryException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;

/**
 * Chooses where a body is served from: small ones from memory, large ones by sendfile, which beats a copy from about 64
 * KiB on.
 *
 * @param largest the largest body kept in memory, in bytes
 */
record SmallBodies(int largest) {
    Body of(StoredContent content) {
        if (content.size().value() > largest) {
            return new Body.OnDisk(content.path().toString(), content.size().value());
        }
        try {
            return new Body.InMemory(Buffer.buffer(Files.readAllBytes(content.path())));
        } catch (IOException e) {
            throw new GranaryException(
                    FetchVerifyError.INTERNAL, "Held content " + content.sha256() + " can't be read.", e);
        }
    }
}
