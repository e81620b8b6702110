package io.discern.image;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The integer tags that are read of one TIFF or BigTIFF directory (one picture). */
final class TiffDirectory {
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int FILL_ORDER = 266;
    static final int STRIP_OFFSETS = 273;
    static final int ORIENTATION = 274;
    static final int SAMPLES = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTES = 279;
    static final int PLANAR = 284;
    static final int PREDICTOR = 317;
    static final int COLOR_MAP = 320;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTES = 325;
    static final int EXTRA_SAMPLES = 338;
    static final int SAMPLE_FORMAT = 339;
    static final int JPEG_TABLES = 347;

    /** Others are passed over: programs keep layers and notes of any size in theirs. */
    private static final Set<Integer> READ = Set.of(
            WIDTH,
            HEIGHT,
            BITS,
            COMPRESSION,
            PHOTOMETRIC,
            FILL_ORDER,
            STRIP_OFFSETS,
            ORIENTATION,
            SAMPLES,
            ROWS_PER_STRIP,
            STRIP_BYTES,
            PLANAR,
            PREDICTOR,
            COLOR_MAP,
            TILE_WIDTH,
            TILE_HEIGHT,
            TILE_OFFSETS,
            TILE_BYTES,
            EXTRA_SAMPLES,
            SAMPLE_FORMAT,
            JPEG_TABLES);

    private static final int MOST_PAGES = 100_000;

    private final Map<Integer, long[]> tags = new HashMap<>();
    private final boolean bigEndian;
    private long next;

    private TiffDirectory(boolean bigEndian) {
        this.bigEndian = bigEndian;
    }

    /** How many pictures a file holds; a chain that bites its tail ends there. */
    static int count(byte[] file) throws RefusedException {
        return walk(file, Integer.MAX_VALUE, null);
    }

    /** The directory of one picture, from 0. */
    static TiffDirectory read(byte[] file, int page) throws RefusedException {
        TiffDirectory[] found = new TiffDirectory[1];
        walk(file, page, found);
        if (found[0] == null) {
            throw new RefusedException("TIFF without picture " + page + "; expected a directory for it");
        }
        return found[0];
    }

    private static int walk(byte[] file, int page, TiffDirectory[] found) throws RefusedException {
        boolean bigEndian = file.length > 0 && file[0] == 'M';
        ByteReader in = bigEndian ? ByteReader.bigEndian(file) : ByteReader.littleEndian(file);
        in.seek(2);
        boolean big = in.u16() == 43;
        if (big && (in.u16() != 8 || in.u16() != 0)) {
            throw new RefusedException("BigTIFF with offsets of another size than 8 bytes. Export it again.");
        }
        long at = big ? in.i64() : in.u32();
        Set<Long> visited = new HashSet<>();
        int count = 0;
        while (at != 0 && visited.add(at) && count <= page) {
            if (count == MOST_PAGES) {
                throw new RefusedException("TIFF of more than " + MOST_PAGES + " pictures. Split it.");
            }
            TiffDirectory directory = new TiffDirectory(bigEndian);
            in.seek(at);
            directory.fill(in, big, found != null && count == page);
            if (found != null && count == page) {
                found[0] = directory;
            }
            at = directory.next;
            count++;
        }
        return count;
    }

    private void fill(ByteReader in, boolean big, boolean wanted) throws RefusedException {
        long entries = big ? in.i64() : in.u16();
        int size = big ? 20 : 12;
        int start = in.position();
        if (entries < 0 || entries > in.remaining() / size) {
            throw new RefusedException("TIFF whose directory of " + entries + " tags goes beyond the end of the file."
                    + " Fetch the file again.");
        }
        for (int i = 0; wanted && i < entries; i++) {
            in.seek(start + (long) i * size);
            entry(in, big);
        }
        in.seek(start + entries * size);
        int link = big ? 8 : 4;
        next = in.remaining() < link ? 0 : big ? in.i64() : in.u32();
    }

    private void entry(ByteReader in, boolean big) throws RefusedException {
        int tag = in.u16();
        int type = in.u16();
        long count = big ? in.i64() : in.u32();
        int bytes = switch (type) {
            case 1, 7 -> 1;
            case 3 -> 2;
            case 4 -> 4;
            case 16 -> 8;
            default -> 0;
        };
        if (bytes == 0 || !READ.contains(tag)) {
            return;
        }
        if (count < 0 || count > Integer.MAX_VALUE / 8) {
            throw new RefusedException("TIFF whose tag " + tag + " has " + count + " values. Fetch the file again.");
        }
        if (count * bytes > (big ? 8 : 4)) {
            in.seek(big ? in.i64() : in.u32());
        }
        if (count * bytes > in.remaining()) {
            throw new RefusedException(
                    "TIFF whose tag " + tag + " goes beyond the end of the file." + " Fetch the file again.");
        }
        long[] values = new long[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (bytes) {
                case 1 -> in.u8();
                case 2 -> in.u16();
                case 4 -> in.u32();
                default -> in.i64();
            };
        }
        tags.put(tag, values);
    }

    boolean bigEndian() {
        return bigEndian;
    }

    /** The values of a tag; empty where it is absent. */
    long[] values(int tag) {
        return tags.getOrDefault(tag, new long[0]);
    }

    /** The first value of a tag, or what holds where it is absent. */
    long value(int tag, long otherwise) {
        long[] values = values(tag);
        return values.length == 0 ? otherwise : values[0];
    }
}
