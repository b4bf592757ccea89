package dev.granary.fetchverify.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.granary.fetchverify.format.document.JsonLimits;
import dev.granary.fetchverify.format.document.JsonReader;
import java.io.IOException;
import java.io.InputStream;

/** Opens strict, bounded JSON readers. May be shared between threads. */
public final class JacksonJson implements JsonReader.Opener {
    private static final int POOLED_BUFFERS = 32;

    private final JsonLimits limits;
    private final JsonFactory factory;

    public JacksonJson(JsonLimits limits) {
        this.limits = limits;
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth())
                        .maxNameLength(limits.nameLength())
                        .maxStringLength(limits.textLength())
                        .maxNumberLength(limits.numberLength())
                        .build())
                // a fixed pool: the default keeps buffers per thread, and virtual threads come by the thousand
                .recyclerPool(JsonRecyclerPools.newBoundedPool(POOLED_BUFFERS))
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CHARSET_DETECTION)
                .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                .build();
    }

    @Override
    public JsonReader open(InputStream bytes) throws IOException {
        return new JacksonJsonReader(factory.createParser(new Utf8Input(bytes, limits.totalBytes())), limits);
    }
}
