package dev.granary.architecture.sample.streams;

final class Feature {
    void say(String text) {
        System.out.println(text);
    }
}
