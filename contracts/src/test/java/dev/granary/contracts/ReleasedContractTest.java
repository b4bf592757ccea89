package dev.granary.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.granary.contracts.v1.ArtifactRecalled;
import dev.granary.contracts.v1.RecallState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was released is read by today's schema, and stays what it was. */
class ReleasedContractTest {
    static Stream<Topic> topics() {
        return Topics.ALL.stream();
    }

    static Stream<String> goldenFiles() throws IOException {
        try (Stream<Path> files = Files.list(Released.folder().resolve("golden"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void everyReleasedMessageIsKept(Topic topic) throws Exception {
        // Given
        List<FileDescriptor> released = Released.read(Released.descriptor(topic));
        var compatibility = new Compatibility(Released.EVENTS.values().stream()
                .map(event -> event.getDescriptorForType().getFile())
                .toList());

        // When
        List<String> broken = released.stream()
                .flatMap(file -> compatibility.broken(file).stream())
                .toList();

        // Then
        assertThat(broken).isEmpty();
        assertThat(released.getLast().findMessageTypeByName(simpleName(topic))).isNotNull();
    }

    @Test
    void everyTopicHasADescriptorAndNoOtherIsThere() throws IOException {
        // When
        Set<String> names;
        try (Stream<Path> files = Files.list(Released.folder().resolve("released"))) {
            names = files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }

        // Then
        assertThat(names)
                .isEqualTo(
                        Topics.ALL.stream().map(topic -> topic.name() + ".desc").collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void goldenBytesMeanWhatTheyMeant(String file) throws IOException {
        // Given
        byte[] bytes = Files.readAllBytes(Released.folder().resolve("golden").resolve(file));
        Message wanted = Objects.requireNonNull(Golden.files().get(file), "no known content for " + file);

        // When
        Message read = wanted.getParserForType().parseFrom(bytes);

        // Then
        assertThat(read).isEqualTo(wanted);
        assertThat(read.getUnknownFields().asMap()).isEmpty();
        assertThat(read.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void everyGoldenFileExistsAndTogetherTheyFillEveryReleasedField() throws Exception {
        // Given
        Set<String> filled = new TreeSet<>();
        Golden.files().values().forEach(message -> collectFilled(message, filled));

        // When
        Set<String> released = new TreeSet<>();
        for (Topic topic : Topics.ALL) {
            FileDescriptor own = Released.read(Released.descriptor(topic)).getLast();
            own.getMessageTypes().stream()
                    .flatMap(type -> type.getFields().stream())
                    .map(FieldDescriptor::getFullName)
                    .forEach(released::add);
        }

        // Then
        assertThat(goldenFiles())
                .containsExactlyInAnyOrderElementsOf(Golden.files().keySet());
        assertThat(filled).containsAll(released);
    }

    @Test
    void everyEnumStartsUnspecified() {
        Released.EVENTS.values().stream()
                .flatMap(event -> enumsOf(event.getDescriptorForType().getFile()).stream())
                .forEach(type -> {
                    var first = type.getValues().getFirst();
                    assertThat(first.getNumber()).isZero();
                    assertThat(first.getName()).endsWith("_UNSPECIFIED");
                });
    }

    @Test
    void noEventHasAMapOrAnAny() {
        Released.EVENTS.values().stream()
                .flatMap(event -> event.getDescriptorForType().getFile().getMessageTypes().stream())
                .flatMap(type -> type.getFields().stream())
                .forEach(field -> assertThat(field.isMapField() || isAny(field))
                        .as(field.getFullName())
                        .isFalse());
    }

    @Test
    void anUnknownEnumValueKeepsItsNumber() throws InvalidProtocolBufferException {
        // Given
        byte[] future = ArtifactRecalled.newBuilder().setStateValue(99).build().toByteArray();

        // When
        ArtifactRecalled read = ArtifactRecalled.parseFrom(future);

        // Then
        assertThat(read.getState()).isEqualTo(RecallState.UNRECOGNIZED);
        assertThat(read.getStateValue()).isEqualTo(99);
        assertThat(read.toByteArray()).isEqualTo(future);
        Assertions.assertThatThrownBy(() -> read.getState().getNumber()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unknownFieldsSurvive() throws InvalidProtocolBufferException {
        // Given
        ArtifactRecalled future = ArtifactRecalled.newBuilder()
                .setPurl("pkg:npm/left-pad")
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                500,
                                UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                        .build())
                .build();

        // When
        ArtifactRecalled written = ArtifactRecalled.parseFrom(future.toByteArray()).toBuilder()
                .setRevision(2)
                .build();

        // Then
        assertThat(written.getUnknownFields().getField(500).getVarintList()).containsExactly(7L);
    }

    private static void collectFilled(Message message, Set<String> filled) {
        for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
            filled.add(entry.getKey().getFullName());
            List<?> values = entry.getValue() instanceof List<?> list ? list : List.of(entry.getValue());
            values.forEach(value -> {
                if (value instanceof Message nested) {
                    collectFilled(nested, filled);
                }
            });
        }
    }

    private static List<EnumDescriptor> enumsOf(FileDescriptor file) {
        List<EnumDescriptor> enums = new ArrayList<>(file.getEnumTypes());
        file.getDependencies().stream()
                .filter(imported -> imported.getPackage().startsWith("granary"))
                .forEach(imported -> enums.addAll(enumsOf(imported)));
        return enums;
    }

    private static boolean isAny(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && field.getMessageType().getFullName().equals("google.protobuf.Any");
    }

    private static String simpleName(Topic topic) {
        Descriptor type = Objects.requireNonNull(Released.EVENTS.get(topic.messageType()), topic.messageType())
                .getDescriptorForType();
        return type.getName();
    }
}
