package dev.granary.libp2p.testkit;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Watches every buffer of Netty. To be {@linkplain #watch() begun} before the first one is made. */
public final class Leaks {
    private static final List<String> FOUND = new CopyOnWriteArrayList<>();
    private static final int ALLOCATIONS = 16;

    private Leaks() {}

    public static void watch() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new Noting());
    }

    /** Buffers that nobody released, as far as the collector can tell by now. */
    public static List<String> found() {
        for (int i = 0; i < ALLOCATIONS; i++) {
            System.gc();
            // the detector looks at what the collector has found when a buffer is made
            PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
        return List.copyOf(FOUND);
    }

    private static final class Noting extends ResourceLeakDetectorFactory {
        @Override
        @SuppressWarnings("deprecation") // there is no other method to override
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                Class<T> resource, int samplingInterval, long maxActive) {
            return new ResourceLeakDetector<>(resource, samplingInterval) {
                @Override
                protected void reportTracedLeak(String resourceType, String records) {
                    FOUND.add(resourceType + " " + records);
                }

                @Override
                protected void reportUntracedLeak(String resourceType) {
                    FOUND.add(resourceType);
                }
            };
        }
    }
}
