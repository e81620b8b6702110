package io.discern.internal.weights;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the pickle in a PyTorch file: numbers, strings, lists, dictionaries, and what {@link Calls} makes of the few functions
 * it knows. A pickle is a program for a small stack machine; in Python its instructions {@code GLOBAL} and {@code REDUCE} call
 * any function of any module. Here a function is only a name until {@link Calls} has an answer for it, and an instruction that
 * is not in the list below ends the reading.
 *
 * <p>Opcodes: Python's {@code pickletools}, protocols 2 to 4 as PyTorch writes them.
 */
final class Pickle {
    private static final Object MARK = new Object();

    /** What a file may ask for beside plain values. */
    interface Calls {
        /**
         * The value of a function of that name, called with these arguments.
         *
         * @throws IOException if it is not among those that are known
         */
        Object call(String function, List<?> arguments) throws IOException;

        /** Refuses a function or class that is not known, as soon as it is named. */
        void name(String function) throws IOException;

        /** The value behind a persistent id. */
        Object persistent(Object id) throws IOException;
    }

    /** A function or class, by its full name. */
    record Global(String name) {}

    private final ByteBuffer bytes;
    private final Calls calls;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    private Pickle(byte[] bytes, Calls calls) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.calls = calls;
    }

    /**
     * Reads one value.
     *
     * @return a {@code Map}, {@code List}, {@code String}, {@code Long}, {@code Double}, {@code Boolean}, null, or a value of {@code calls}
     * @throws IOException if it is malformed, or has an instruction or a name that is not known
     */
    static Object read(byte[] bytes, Calls calls) throws IOException {
        Pickle pickle = new Pickle(bytes, calls);
        try {
            while (pickle.step()) {
                // Until STOP.
            }
            return pickle.pop();
        } catch (BufferUnderflowException | IndexOutOfBoundsException | ClassCastException | NullPointerException e) {
            throw new IOException("its pickle is malformed at byte " + pickle.bytes.position(), e);
        }
    }

    private boolean step() throws IOException {
        int opcode = bytes.get() & 0xff;
        switch (opcode) {
            case 0x80 -> bytes.get(); // PROTO
            case 0x95 -> bytes.getLong(); // FRAME
            case '.' -> {
                return false;
            }
            case '(' -> stack.add(MARK);
            case '0' -> pop();
            case 'N' -> stack.add(null);
            case 0x88 -> stack.add(Boolean.TRUE);
            case 0x89 -> stack.add(Boolean.FALSE);
            case 'J' -> stack.add((long) bytes.getInt());
            case 'K' -> stack.add((long) (bytes.get() & 0xff));
            case 'M' -> stack.add((long) (bytes.getShort() & 0xffff));
            case 0x8a -> stack.add(longOf(bytes.get() & 0xff));
            case 'G' -> stack.add(bytes.duplicate().order(ByteOrder.BIG_ENDIAN).getDouble(skip(8)));
            case 'X' -> stack.add(text(bytes.getInt()));
            case 0x8c -> stack.add(text(bytes.get() & 0xff));
            case '}' -> stack.add(new LinkedHashMap<>());
            case ']' -> stack.add(new ArrayList<>());
            case ')' -> stack.add(List.of());
            case 't' -> stack.add(tuple(toMark()));
            case 0x85 -> stack.add(tuple(last(1)));
            case 0x86 -> stack.add(tuple(last(2)));
            case 0x87 -> stack.add(tuple(last(3)));
            case 'q' -> memo.put(bytes.get() & 0xff, top());
            case 'r' -> memo.put(bytes.getInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> stack.add(remembered(bytes.get() & 0xff));
            case 'j' -> stack.add(remembered(bytes.getInt()));
            case 'a' -> append(last(1));
            case 'e' -> append(toMark());
            case 's' -> put(last(2));
            case 'u' -> put(toMark());
            case 'c' -> stack.add(global(line(), line()));
            case 0x93 -> {
                List<Object> names = last(2);
                stack.add(global((String) names.get(0), (String) names.get(1)));
            }
            case 'Q' -> stack.add(calls.persistent(pop()));
            case 'R' -> {
                List<?> arguments = (List<?>) pop();
                stack.add(calls.call(((Global) pop()).name, arguments));
            }
            case 'b' -> pop(); // BUILD: the attributes of a dictionary (its _metadata) say nothing about weights.
            default ->
                throw new IOException("its pickle has the instruction 0x" + Integer.toHexString(opcode) + " at byte "
                        + (bytes.position() - 1) + "; expected only those that tensors and dictionaries need");
        }
        return true;
    }

    private Global global(String module, String name) throws IOException {
        String full = module + "." + name;
        calls.name(full);
        return new Global(full);
    }

    private Object pop() {
        return stack.remove(stack.size() - 1);
    }

    private Object top() {
        return stack.get(stack.size() - 1);
    }

    private Object remembered(int key) {
        if (!memo.containsKey(key)) {
            throw new IndexOutOfBoundsException("memo " + key);
        }
        return memo.get(key);
    }

    private List<Object> last(int count) {
        List<Object> tail = stack.subList(stack.size() - count, stack.size());
        List<Object> values = new ArrayList<>(tail);
        tail.clear();
        return values;
    }

    private List<Object> toMark() {
        int mark = stack.size() - 1;
        while (stack.get(mark) != MARK) {
            mark--;
        }
        List<Object> values = last(stack.size() - mark - 1);
        pop();
        return values;
    }

    private static List<Object> tuple(List<Object> values) {
        return Collections.unmodifiableList(values);
    }

    @SuppressWarnings("unchecked")
    private void append(List<Object> values) {
        ((ArrayList<Object>) top()).addAll(values);
    }

    @SuppressWarnings("unchecked")
    private void put(List<Object> pairs) throws IOException {
        Map<Object, Object> map = (Map<Object, Object>) top();
        for (int i = 0; i < pairs.size(); i += 2) {
            map.put(key(pairs.get(i)), pairs.get(i + 1));
        }
    }

    /**
     * What may be a key of a dictionary: the hash of a list in itself has no end, and that of nested tuples doubles with each level.
     *
     * @throws IOException if it is neither a text nor a number
     */
    static Object key(Object value) throws IOException {
        if (value instanceof String || value instanceof Number) {
            return value;
        }
        throw new IOException("its pickle has a dictionary with a key that is neither a text nor a number; expected the"
                + " names of tensors. Save only the state_dict, or better as .safetensors");
    }

    private int skip(int count) {
        int position = bytes.position();
        bytes.position(Math.addExact(position, Math.min(count, bytes.remaining())));
        return position;
    }

    private String text(int length) throws IOException {
        if (length < 0 || length > bytes.remaining()) {
            throw new IOException("its pickle has a text of " + Integer.toUnsignedString(length) + " bytes; "
                    + bytes.remaining() + " are left");
        }
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private String line() {
        int start = bytes.position();
        int end = start;
        while (bytes.get(end) != '\n') {
            end++;
        }
        bytes.position(end + 1);
        return new String(bytes.array(), start, end - start, StandardCharsets.UTF_8);
    }

    private long longOf(int length) throws IOException {
        if (length > Long.BYTES) {
            throw new IOException("its pickle has a number of " + length + " bytes; expected at most " + Long.BYTES);
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            long next = i == length - 1 ? bytes.get() : bytes.get() & 0xff;
            value |= next << 8 * i;
        }
        return value;
    }
}
