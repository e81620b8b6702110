package io.discern.internal.weights;

import io.discern.EncoderException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The table of contents of a file that {@code torch.save} wrote: a zip with {@code NAME/data.pkl} and the raw arrays
 * {@code NAME/data/0}, {@code NAME/data/1}, ... A checkpoint of a training, which keeps the weights under {@code state_dict} or
 * {@code model}, is one too, if nothing else in it is a Python object.
 */
final class TorchFile {
    private static final String TABLE = "/data.pkl";
    private static final int MAX_TABLE_BYTES = 64 << 20;
    private static final int ZIP_START = 0x04034b50;
    private static final List<String> WRAPPERS = List.of("state_dict", "model", "module");

    private final Path file;
    private final Path real;
    private final Map<String, ZipTable.Entry> entries;
    private final String root;

    private TorchFile(Path file, Path real, Map<String, ZipTable.Entry> entries) throws IOException {
        this.file = file;
        this.real = real;
        this.entries = entries;
        List<String> tables = entries.keySet().stream()
                .filter(name -> name.endsWith(TABLE) && name.indexOf('/') == name.length() - TABLE.length())
                .toList();
        if (tables.size() != 1) {
            throw new IOException("has " + tables.size() + " entries data.pkl; expected one, as torch.save writes"
                    + (entries.keySet().stream().anyMatch(name -> name.contains("/code/"))
                            ? " (this is TorchScript: open it with djl:DIR)"
                            : ""));
        }
        this.root = tables.get(0).substring(0, tables.get(0).length() - TABLE.length());
    }

    /**
     * Reads the table.
     *
     * @throws EncoderException if it is malformed, of PyTorch's format before 1.6, or names anything but tensors
     * @throws IOException if the file cannot be read
     */
    static List<StoredTensor> read(Path file) throws IOException {
        Path real = file.toRealPath();
        try (FileChannel channel = FileChannel.open(real, StandardOpenOption.READ)) {
            if (channel.size() < Integer.BYTES
                    || ChannelBytes.read(channel, 0, Integer.BYTES).getInt() != ZIP_START) {
                throw new EncoderException(
                        file + ": is not a zip; expected what torch.save writes since PyTorch 1.6. "
                                + "If it is older, load it once with torch.load(..., weights_only=True) and save it as .safetensors.");
            }
            try {
                return new TorchFile(file, real, ZipTable.read(channel)).tensors(channel);
            } catch (IOException | ClassCastException e) {
                throw new EncoderException(file + ": " + e.getMessage(), e);
            }
        }
    }

    private List<StoredTensor> tensors(FileChannel channel) throws IOException {
        requireLittleEndian(channel);
        Object value = Pickle.read(content(channel, root + TABLE, MAX_TABLE_BYTES), new TorchPickle());
        for (String wrapper : WRAPPERS) {
            if (value instanceof Map<?, ?> map && map.get(wrapper) instanceof Map<?, ?> inner) {
                value = inner;
            }
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new IOException("holds no dictionary of tensors; expected a state_dict");
        }
        List<StoredTensor> tensors = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new IOException("has the key " + entry.getKey() + "; expected names of tensors");
            }
            if (entry.getValue() instanceof TorchPickle.View view) {
                tensors.add(tensor(name, view));
            }
        }
        if (tensors.isEmpty()) {
            throw new IOException(
                    "holds no tensors, but " + map.keySet().stream().limit(10).toList() + "; expected a state_dict");
        }
        return tensors;
    }

    private void requireLittleEndian(FileChannel channel) throws IOException {
        if (entries.containsKey(root + "/byteorder")) {
            String order = new String(content(channel, root + "/byteorder", 16), StandardCharsets.US_ASCII);
            if (!order.equals("little")) {
                throw new IOException("is in byte order \"" + order + "\"; expected little");
            }
        }
    }

    private byte[] content(FileChannel channel, String name, int most) throws IOException {
        ZipTable.Entry entry = entries.get(name);
        if (entry.bytes() > most) {
            throw new IOException("entry \"" + name + "\" has " + entry.bytes() + " bytes; expected at most " + most);
        }
        return ChannelBytes.read(channel, entry.offset(), (int) entry.bytes()).array();
    }

    private StoredTensor tensor(String name, TorchPickle.View view) throws IOException {
        TorchPickle.Storage storage = view.storage();
        ZipTable.Entry entry = entries.get(root + "/data/" + storage.key());
        if (entry == null) {
            throw new IOException(
                    "tensor \"" + name + "\" lies in data/" + storage.key() + ", which is not in the file");
        }
        long held = entry.bytes() / storage.type().bytes();
        long last = view.offset();
        boolean empty = false;
        boolean legal = view.offset() >= 0;
        try {
            for (int i = 0; i < view.shape().size(); i++) {
                empty |= view.shape().get(i) == 0;
                legal &= view.strides().get(i) >= 0;
                last = Math.addExact(last, Math.multiplyExact(view.shape().get(i) - 1L, (long)
                        view.strides().get(i)));
            }
            StoredTensor.elements(view.shape());
        } catch (ArithmeticException e) {
            legal = false;
        }
        if (!legal || !empty && last >= held) {
            throw new IOException("tensor \"" + name + "\" of shape " + view.shape() + ", strides " + view.strides()
                    + " and offset " + view.offset() + " does not fit into data/" + storage.key() + ", which has "
                    + held + " elements of " + storage.type());
        }
        return new StoredTensor(
                name,
                storage.type(),
                view.shape(),
                view.strides(),
                real,
                entry.offset() + view.offset() * storage.type().bytes());
    }
}
