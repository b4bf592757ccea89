package dev.granary.libp2p.recorded;

/** The remote's end of a connection: a peer that runs, or what one once said. */
interface Wire {
    /** Takes what our side sends. */
    void sent(byte[] bytes);

    /** The next bytes that the remote says in {@code step}; fails when there are none. */
    byte[] next(String step);

    /** What {@code recording} has of each step, at once, to whatever is sent. */
    static Wire replaying(Recording recording) {
        return new Wire() {
            private String told = "";

            @Override
            public void sent(byte[] bytes) {
                // The remote's answer is known.
            }

            @Override
            public byte[] next(String step) {
                if (told.equals(step)) {
                    throw new AssertionError("all that was recorded of \"" + step + "\" has come, and it is not over");
                }
                told = step;
                return recording.bytes(step);
            }
        };
    }
}
