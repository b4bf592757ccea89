package dev.granary.architecture.sample.streams;

final class Launcher {
    private Launcher() {}

    public static void main(String... arguments) {
        System.out.println("the door: allowed");
    }
}
