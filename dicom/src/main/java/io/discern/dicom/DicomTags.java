package io.discern.dicom;

/** The tags that are read. */
final class DicomTags {
    static final int MODALITY = 0x00080060;
    static final int MANUFACTURER = 0x00080070;
    static final int BODY_PART = 0x00180015;
    static final int VIEW_POSITION = 0x00185101;
    static final int MODEL = 0x00081090;
    static final int PATIENT_ID = 0x00100020;
    static final int PATIENT_SEX = 0x00100040;
    static final int PATIENT_AGE = 0x00101010;
    static final int STUDY_UID = 0x0020000d;
    static final int SERIES_UID = 0x0020000e;
    static final int LATERALITY = 0x00200060;
    static final int IMAGE_LATERALITY = 0x00200062;
    static final int SAMPLES = 0x00280002;
    static final int PHOTOMETRIC = 0x00280004;
    static final int PLANAR = 0x00280006;
    static final int FRAMES = 0x00280008;
    static final int ROWS = 0x00280010;
    static final int COLUMNS = 0x00280011;
    static final int BITS_ALLOCATED = 0x00280100;
    static final int BITS_STORED = 0x00280101;
    static final int HIGH_BIT = 0x00280102;
    static final int REPRESENTATION = 0x00280103;
    static final int PADDING = 0x00280120;
    static final int PADDING_LIMIT = 0x00280121;
    static final int BURNED_IN = 0x00280301;
    static final int WINDOW_CENTER = 0x00281050;
    static final int WINDOW_WIDTH = 0x00281051;
    static final int INTERCEPT = 0x00281052;
    static final int SLOPE = 0x00281053;
    static final int VOI_FUNCTION = 0x00281056;
    static final int RED_DESCRIPTOR = 0x00281101;
    static final int RED_DATA = 0x00281201;
    static final int SEGMENTED_RED = 0x00281221;
    static final int MODALITY_LUT = 0x00283000;
    static final int LUT_DESCRIPTOR = 0x00283002;
    static final int LUT_DATA = 0x00283006;
    static final int VOI_LUT = 0x00283010;
    static final int FRAME_VOI = 0x00289132;
    static final int TRANSFORMATION = 0x00289145;
    static final int SHARED_GROUPS = 0x52009229;
    static final int FRAME_GROUPS = 0x52009230;
    static final int EXTENDED_OFFSETS = 0x7fe00001;
    static final int FLOAT_PIXELS = 0x7fe00008;
    static final int DOUBLE_PIXELS = 0x7fe00009;
    static final int PIXEL_DATA = 0x7fe00010;

    private DicomTags() {}
}
