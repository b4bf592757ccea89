package dev.granary.libp2p.yamux;

/** Bytes by which the windows of one connection may grow together. */
final class WindowBudget {
    private long left;

    WindowBudget(long bytes) {
        left = bytes;
    }

    /** Takes up to {@code wanted} bytes, and says how many that were. */
    int take(int wanted) {
        int taken = (int) Math.min(wanted, left);
        left -= taken;
        return taken;
    }

    void giveBack(int bytes) {
        left += bytes;
    }
}
