package dev.granary.contracts;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Message;
import dev.granary.contracts.v1.ArtifactFetched;
import dev.granary.contracts.v1.ArtifactRecalled;
import dev.granary.contracts.v1.ArtifactStored;
import dev.granary.contracts.v1.ReputationScored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Where released schemas and golden bytes lie, and how they are read. */
final class Released {
    /** One default instance of each event, by the full name of its type. */
    static final Map<String, Message> EVENTS = byName(
            ArtifactFetched.getDefaultInstance(),
            ArtifactStored.getDefaultInstance(),
            ArtifactRecalled.getDefaultInstance(),
            ReputationScored.getDefaultInstance());

    private Released() {}

    /** The folder {@code contracts/} of this repository. */
    static Path folder() {
        return Path.of(System.getProperty("granary.root", "..")).resolve("contracts");
    }

    static Path descriptor(Topic topic) {
        return folder().resolve("released").resolve(topic.name() + ".desc");
    }

    /** All files of a set, imports before what imports them. */
    static List<FileDescriptor> read(FileDescriptorSet set) throws DescriptorValidationException {
        SequencedMap<String, FileDescriptor> built = new LinkedHashMap<>();
        for (FileDescriptorProto proto : set.getFileList()) {
            List<FileDescriptor> imports = new ArrayList<>();
            proto.getDependencyList().forEach(name -> imports.add(built.get(name)));
            built.put(proto.getName(), FileDescriptor.buildFrom(proto, imports.toArray(FileDescriptor[]::new)));
        }
        return List.copyOf(built.values());
    }

    static List<FileDescriptor> read(Path path) throws IOException, DescriptorValidationException {
        return read(FileDescriptorSet.parseFrom(Files.readAllBytes(path)));
    }

    /** A file and all that it imports, imports first: what a released descriptor holds. */
    static FileDescriptorSet withImports(FileDescriptor file) {
        SequencedMap<String, FileDescriptorProto> files = new LinkedHashMap<>();
        collect(file, files);
        return FileDescriptorSet.newBuilder().addAllFile(files.values()).build();
    }

    private static void collect(FileDescriptor file, Map<String, FileDescriptorProto> files) {
        file.getDependencies().forEach(imported -> collect(imported, files));
        files.put(file.getName(), file.toProto());
    }

    private static Map<String, Message> byName(Message... messages) {
        SequencedMap<String, Message> map = new LinkedHashMap<>();
        for (Message message : messages) {
            map.put(message.getDescriptorForType().getFullName(), message);
        }
        return map;
    }
}
