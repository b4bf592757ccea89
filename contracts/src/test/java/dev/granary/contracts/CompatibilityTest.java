package dev.granary.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto.EnumReservedRange;
import com.google.protobuf.DescriptorProtos.FeatureSet;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.granary.contracts.v1.ArtifactRecalled;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The check itself: it lets additions pass and finds each way of breaking a reader. */
class CompatibilityTest {
    private static final FileDescriptor RELEASED =
            ArtifactRecalled.getDescriptor().getFile();

    @Test
    void theSameSchemaBreaksNothing() throws Exception {
        assertThat(brokenBy(file -> {})).isEmpty();
    }

    @Test
    void aFieldMayBeAdded() throws Exception {
        assertThat(brokenBy(file -> file.getMessageTypeBuilder(0)
                        .addField(FieldDescriptorProto.newBuilder()
                                .setName("ticket")
                                .setNumber(99)
                                .setType(FieldDescriptorProto.Type.TYPE_STRING))))
                .isEmpty();
    }

    @Test
    void aFieldMayGoWhenItsNumberAndNameAreReserved() throws Exception {
        assertThat(brokenBy(file -> remove(file, true, true))).isEmpty();
        assertThat(brokenBy(file -> remove(file, false, true))).containsExactly(goneField());
        assertThat(brokenBy(file -> remove(file, true, false))).containsExactly(goneField());
    }

    @Test
    void aFieldKeepsItsNumber() throws Exception {
        assertThat(brokenBy(file -> reason(file).setNumber(77))).containsExactly(goneField());
    }

    @Test
    void aFieldKeepsItsName() throws Exception {
        assertThat(brokenBy(file -> reason(file).setName("cause")))
                .containsExactly("granary.v1.ArtifactRecalled.reason was reason STRING and is cause STRING");
    }

    @Test
    void aFieldKeepsItsType() throws Exception {
        assertThat(brokenBy(file -> reason(file).setType(FieldDescriptorProto.Type.TYPE_BYTES)))
                .hasSize(1);
    }

    @Test
    void aFieldKeepsItsCardinality() throws Exception {
        assertThat(brokenBy(file -> reason(file).setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)))
                .hasSize(1);
    }

    @Test
    void aFieldKeepsItsPresence() throws Exception {
        assertThat(brokenBy(file -> reason(file)
                        .getOptionsBuilder()
                        .getFeaturesBuilder()
                        .setFieldPresence(FeatureSet.FieldPresence.EXPLICIT)))
                .singleElement()
                .asString()
                .endsWith("with presence");
    }

    @Test
    void aFieldStaysOutOfAOneof() throws Exception {
        assertThat(brokenBy(file -> {
                    file.getMessageTypeBuilder(0)
                            .addOneofDecl(OneofDescriptorProto.newBuilder().setName("why"));
                    reason(file).setOneofIndex(0);
                }))
                .singleElement()
                .asString()
                .endsWith("in why");
    }

    @Test
    void aMessageKeepsItsName() throws Exception {
        assertThat(brokenBy(file -> file.getMessageTypeBuilder(0).setName("Recalled")))
                .containsExactly("granary.v1.ArtifactRecalled is gone");
    }

    @Test
    void anEnumKeepsItsNumbersAndNames() throws Exception {
        assertThat(brokenBy(
                        file -> file.getEnumTypeBuilder(0).getValueBuilder(1).setName("RECALL_STATE_OUT")))
                .hasSize(1);
        assertThat(brokenBy(file -> file.getEnumTypeBuilder(0).removeValue(2))).hasSize(1);
        assertThat(brokenBy(file -> file.getEnumTypeBuilder(0)
                        .removeValue(2)
                        .addReservedName("RECALL_STATE_LIFTED")
                        .addReservedRange(
                                EnumReservedRange.newBuilder().setStart(2).setEnd(2))))
                .isEmpty();
    }

    private static List<String> brokenBy(Consumer<FileDescriptorProto.Builder> change)
            throws DescriptorValidationException {
        FileDescriptorProto.Builder changed = RELEASED.toProto().toBuilder();
        change.accept(changed);
        FileDescriptor current = FileDescriptor.buildFrom(
                changed.build(), RELEASED.getDependencies().toArray(FileDescriptor[]::new));
        return new Compatibility(List.of(current)).broken(RELEASED);
    }

    private static FieldDescriptorProto.Builder reason(FileDescriptorProto.Builder file) {
        return file.getMessageTypeBuilder(0).getFieldBuilderList().stream()
                .filter(field -> field.getName().equals("reason"))
                .findFirst()
                .orElseThrow();
    }

    private static void remove(FileDescriptorProto.Builder file, boolean reserveNumber, boolean reserveName) {
        DescriptorProto.Builder message = file.getMessageTypeBuilder(0);
        int index = 0;
        while (!message.getField(index).getName().equals("reason")) {
            index++;
        }
        int number = message.getField(index).getNumber();
        message.removeField(index);
        if (reserveNumber) {
            message.addReservedRange(
                    DescriptorProto.ReservedRange.newBuilder().setStart(number).setEnd(number + 1));
        }
        if (reserveName) {
            message.addReservedName("reason");
        }
    }

    private static String goneField() {
        return "granary.v1.ArtifactRecalled.reason is gone, and its number or its name is not reserved";
    }
}
