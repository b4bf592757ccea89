package dev.granary.contracts;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What today's schema lost or bent of a released one. Adding is always allowed; taking away only when number and name
 * stay reserved, so that nobody uses them again for something else.
 */
final class Compatibility {
    private final Map<String, Descriptor> messages = new HashMap<>();
    private final Map<String, EnumDescriptor> enums = new HashMap<>();

    /** Compares with the messages and enums of these files and of what they import. */
    Compatibility(List<FileDescriptor> current) {
        current.forEach(this::index);
    }

    /** One sentence for each message, field, enum or value of {@code released} that was lost or bent. */
    List<String> broken(FileDescriptor released) {
        List<String> broken = new ArrayList<>();
        for (Descriptor message : released.getMessageTypes()) {
            broken.addAll(broken(message));
        }
        for (EnumDescriptor type : released.getEnumTypes()) {
            broken.addAll(broken(type));
        }
        return broken;
    }

    private List<String> broken(Descriptor released) {
        Descriptor current = messages.get(released.getFullName());
        if (current == null) {
            return List.of(released.getFullName() + " is gone");
        }
        List<String> broken = new ArrayList<>();
        for (FieldDescriptor old : released.getFields()) {
            FieldDescriptor now = current.findFieldByNumber(old.getNumber());
            if (now == null) {
                if (!current.isReservedNumber(old.getNumber()) || !current.isReservedName(old.getName())) {
                    broken.add(old.getFullName() + " is gone, and its number or its name is not reserved");
                }
            } else if (!shape(now).equals(shape(old))) {
                broken.add(old.getFullName() + " was " + shape(old) + " and is " + shape(now));
            }
        }
        released.getNestedTypes().forEach(nested -> broken.addAll(broken(nested)));
        released.getEnumTypes().forEach(nested -> broken.addAll(broken(nested)));
        return broken;
    }

    private List<String> broken(EnumDescriptor released) {
        EnumDescriptor current = enums.get(released.getFullName());
        if (current == null) {
            return List.of(released.getFullName() + " is gone");
        }
        List<String> broken = new ArrayList<>();
        for (EnumValueDescriptor old : released.getValues()) {
            EnumValueDescriptor now = current.findValueByNumber(old.getNumber());
            if (now == null) {
                if (!current.isReservedNumber(old.getNumber()) || !current.isReservedName(old.getName())) {
                    broken.add(old.getFullName() + " is gone, and its number or its name is not reserved");
                }
            } else if (!now.getName().equals(old.getName())) {
                broken.add(old.getFullName() + " is called " + now.getName() + " now");
            }
        }
        return broken;
    }

    /** Name, type, cardinality, presence, oneof, and the message or enum that it holds. */
    private static String shape(FieldDescriptor field) {
        StringBuilder shape = new StringBuilder(field.getName()).append(' ').append(field.getType());
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            shape.append(' ').append(field.getMessageType().getFullName());
        }
        if (field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
            shape.append(' ').append(field.getEnumType().getFullName());
        }
        if (field.isRepeated()) {
            shape.append(field.isPacked() ? " repeated packed" : " repeated");
        }
        if (field.hasPresence()) {
            shape.append(" with presence");
        }
        if (field.getContainingOneof() != null) {
            shape.append(" in ").append(field.getContainingOneof().getName());
        }
        return shape.toString();
    }

    private void index(FileDescriptor file) {
        file.getMessageTypes().forEach(this::index);
        file.getEnumTypes().forEach(this::index);
        file.getDependencies().forEach(this::index);
    }

    private void index(GenericDescriptor type) {
        if (type instanceof Descriptor message) {
            messages.put(message.getFullName(), message);
            message.getNestedTypes().forEach(this::index);
            message.getEnumTypes().forEach(this::index);
        }
        if (type instanceof EnumDescriptor values) {
            enums.put(values.getFullName(), values);
        }
    }
}
