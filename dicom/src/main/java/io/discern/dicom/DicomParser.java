package io.discern.dicom;

import io.discern.image.ImageLimits;
import io.discern.image.RefusedException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reads the structure of a DICOM file: the group of meta information, then the data set in its transfer syntax. */
final class DicomParser {
    static final String IMPLICIT = "1.2.840.10008.1.2";
    static final String DEFLATED = "1.2.840.10008.1.2.1.99";
    static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";

    private static final int TRANSFER_SYNTAX = 0x00020010;
    private static final int ITEM = 0xfffee000;
    private static final int ITEM_END = 0xfffee00d;
    private static final int SEQUENCE_END = 0xfffee0dd;
    private static final int DEEPEST = 32;
    private static final Set<String> LONG =
            Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

    private final ByteBuffer in;
    private final boolean explicit;

    private DicomParser(ByteBuffer in, boolean explicit) {
        this.in = in;
        this.explicit = explicit;
    }

    /**
     * A parsed file.
     *
     * @param syntax the identifier of the transfer syntax
     * @param data the data set
     */
    record Parsed(String syntax, DicomData data) {}

    /** Whether a file begins like DICOM: with its mark at 128, or with a first element of a data set. */
    static boolean recognises(byte[] head) {
        if (head.length >= 132 && head[128] == 'D' && head[129] == 'I' && head[130] == 'C' && head[131] == 'M') {
            return true;
        }
        if (head.length < 16) {
            return false;
        }
        boolean little = (head[0] == 2 || head[0] == 8) && head[1] == 0 && head[3] == 0;
        boolean big = head[0] == 0 && (head[1] == 2 || head[1] == 8) && head[2] == 0;
        if (!little && !big) {
            return false;
        }
        boolean named = isVr(head[4], head[5]);
        // implicit: the length of a first element such as (0008,0005) is small and even
        boolean implicit = little && head[6] == 0 && head[7] == 0 && head[5] == 0 && head[4] > 0 && head[4] % 2 == 0;
        return named || implicit && head[2] <= 0x18;
    }

    static Parsed parse(byte[] file, ImageLimits limits) throws RefusedException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        boolean preamble = file.length >= 132 && file[128] == 'D' && file[131] == 'M';
        in.position(preamble ? 132 : 0);
        DicomParser meta = new DicomParser(in, true);
        DicomData group2 = new DicomData(in, true);
        while (in.remaining() >= 8 && in.getShort(in.position()) == 2) {
            meta.element(group2, 0);
        }
        String syntax = group2.text(TRANSFER_SYNTAX);
        if (syntax.isEmpty()) {
            syntax = guess(in);
        }
        ByteBuffer body = in;
        if (syntax.equals(DEFLATED)) {
            body = inflated(in, limits).order(ByteOrder.LITTLE_ENDIAN);
        } else if (syntax.equals(BIG_ENDIAN)) {
            body = in.duplicate().order(ByteOrder.BIG_ENDIAN);
        }
        boolean explicit = !syntax.equals(IMPLICIT);
        DicomData data = new DicomData(body, explicit);
        DicomParser parser = new DicomParser(body, explicit);
        while (body.remaining() >= 8 && !data.has(DicomTags.PIXEL_DATA)) {
            parser.element(data, 0);
        }
        return new Parsed(syntax, data);
    }

    /** The syntax of a file that names none, by its first element. */
    private static String guess(ByteBuffer in) {
        int at = in.position();
        if (in.remaining() < 8) {
            return IMPLICIT;
        }
        boolean named = isVr(in.get(at + 4), in.get(at + 5));
        return !named ? IMPLICIT : in.get(at) == 0 && in.get(at + 1) != 0 ? BIG_ENDIAN : "1.2.840.10008.1.2.1";
    }

    private static ByteBuffer inflated(ByteBuffer in, ImageLimits limits) throws RefusedException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(in.slice());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] block = new byte[1 << 16];
            while (!inflater.finished()) {
                int count = inflater.inflate(block);
                if (count == 0) {
                    throw new RefusedException("truncated DICOM: its deflated data end early. Fetch the file again.");
                }
                if (out.size() + (long) count > limits.maxFileBytes()) {
                    throw new RefusedException("DICOM that inflates to more than " + limits.maxFileBytes()
                            + " bytes. Raise ImageLimits.maxFileBytes if you trust the file.");
                }
                out.write(block, 0, count);
            }
            return ByteBuffer.wrap(out.toByteArray());
        } catch (DataFormatException e) {
            throw new RefusedException("damaged DICOM (" + e.getMessage() + "). Fetch the file again.");
        } finally {
            inflater.end();
        }
    }

    /** Reads one element at the cursor into a data set and moves behind it. */
    private void element(DicomData data, int depth) throws RefusedException {
        int tag = tag();
        String vr = "";
        long length;
        if (explicit && isVr(in.get(in.position()), in.get(in.position() + 1))) {
            vr = "" + (char) in.get() + (char) in.get();
            if (LONG.contains(vr)) {
                need(6);
                in.getShort();
                length = in.getInt() & 0xffff_ffffL;
            } else {
                length = in.getShort() & 0xffff;
            }
        } else {
            length = in.getInt() & 0xffff_ffffL;
        }
        int at = in.position();
        if (length == DicomData.UNDEFINED) {
            // UN of undefined length is implicit inside (PS3.5 6.2.2)
            DicomParser inside = vr.equals("UN") ? new DicomParser(in, false) : this;
            inside.skipItems(depth + 1);
            data.put(tag, new DicomData.Value(vr, at, in.position() - at, true));
            return;
        }
        need(length);
        in.position(at + (int) length);
        data.put(tag, new DicomData.Value(vr, at, (int) length, false));
    }

    /** Moves behind the delimiter of a sequence or of encapsulated pixels. */
    private void skipItems(int depth) throws RefusedException {
        if (depth > DEEPEST) {
            throw new RefusedException("DICOM with sequences more than " + DEEPEST + " deep. Export it again.");
        }
        while (true) {
            need(8);
            int tag = tag();
            long length = in.getInt() & 0xffff_ffffL;
            if (tag == SEQUENCE_END) {
                return;
            }
            if (tag != ITEM) {
                throw damaged("an item", tag);
            }
            if (length == DicomData.UNDEFINED) {
                DicomData ignored = new DicomData(in, explicit);
                while (!endsItem()) {
                    element(ignored, depth);
                }
            } else {
                need(length);
                in.position(in.position() + (int) length);
            }
        }
    }

    private boolean endsItem() throws RefusedException {
        need(8);
        int at = in.position();
        if (tag() == ITEM_END) {
            in.getInt();
            return true;
        }
        in.position(at);
        return false;
    }

    /** Adds the items of a sequence that lies in a data set. */
    static void items(DicomData from, DicomData.Value value, List<DicomData> items) throws RefusedException {
        ByteBuffer in = from.bytes().duplicate().order(from.bytes().order());
        in.limit(value.at() + value.length()).position(value.at());
        boolean explicit = from.explicit() && !value.vr().equals("UN");
        DicomParser parser = new DicomParser(in, explicit);
        while (in.remaining() >= 8) {
            int tag = parser.tag();
            long length = in.getInt() & 0xffff_ffffL;
            if (tag == SEQUENCE_END) {
                return;
            }
            if (tag != ITEM) {
                throw parser.damaged("an item", tag);
            }
            DicomData item = new DicomData(in, explicit);
            if (length == DicomData.UNDEFINED) {
                while (!parser.endsItem()) {
                    parser.element(item, 1);
                }
            } else {
                parser.need(length);
                int end = in.position() + (int) length;
                while (in.position() + 8 <= end) {
                    parser.element(item, 1);
                }
                in.position(end);
            }
            items.add(item);
        }
    }

    /** The fragments of encapsulated pixels, as parts of the file; the first is the basic table of offsets. */
    static List<ByteBuffer> fragments(DicomData from, DicomData.Value value) throws RefusedException {
        List<ByteBuffer> fragments = new ArrayList<>();
        ByteBuffer in = from.bytes().duplicate().order(from.bytes().order());
        in.limit(value.at() + value.length()).position(value.at());
        DicomParser parser = new DicomParser(in, true);
        while (in.remaining() >= 8) {
            int tag = parser.tag();
            long length = in.getInt() & 0xffff_ffffL;
            if (tag == SEQUENCE_END) {
                return fragments;
            }
            if (tag != ITEM) {
                throw parser.damaged("a fragment", tag);
            }
            parser.need(length);
            int at = in.position();
            fragments.add(in.slice(at, (int) length).order(in.order()));
            in.position(at + (int) length);
        }
        return fragments;
    }

    private int tag() {
        int group = in.getShort() & 0xffff;
        return group << 16 | in.getShort() & 0xffff;
    }

    private static boolean isVr(byte first, byte second) {
        return first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
    }

    private void need(long count) throws RefusedException {
        if (count > in.remaining()) {
            throw new RefusedException("truncated or damaged DICOM: byte " + in.position() + " needs "
                    + (count - in.remaining()) + " bytes more than there are. Fetch the file again.");
        }
    }

    private RefusedException damaged(String expected, int tag) {
        return new RefusedException("damaged DICOM: " + DicomData.name(tag) + " at byte " + (in.position() - 8)
                + "; expected " + expected + ". Fetch the file again.");
    }
}
