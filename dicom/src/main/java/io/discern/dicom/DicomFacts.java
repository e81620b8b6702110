package io.discern.dicom;

import io.discern.image.ImageFacts;
import io.discern.image.ImageLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a DICOM file says besides its pixels, as a group and attributes. The group is the patient, or the study where no patient
 * is named. No name, date or free text is read; identifiers are hashed unless the caller decides otherwise.
 */
public final class DicomFacts {
    private DicomFacts() {}

    /**
     * Reads a file's facts.
     *
     * @param file the whole file; not modified
     * @param identifier what becomes of the identifiers of patient, study and series; {@link #hashed} by default elsewhere
     * @throws IOException if it is no DICOM image
     */
    public static ImageFacts read(byte[] file, UnaryOperator<String> identifier) throws IOException {
        return of(DicomParser.parse(file, ImageLimits.standard()), identifier);
    }

    /**
     * The first 16 hexadecimal digits of an identifier's SHA-256: the same for the same patient in every file, and no name. It
     * is no secret: somebody with a list of identifiers can hash them too.
     */
    public static String hashed(String identifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identifier.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    static ImageFacts of(DicomParser.Parsed parsed, UnaryOperator<String> identifier) throws IOException {
        DicomData data = parsed.data();
        DicomHeader header = DicomHeader.of(data, null);
        Map<String, String> attributes = new LinkedHashMap<>();
        put(attributes, "modality", data.text(DicomTags.MODALITY));
        put(attributes, "body_part", data.text(DicomTags.BODY_PART));
        String laterality = data.text(DicomTags.IMAGE_LATERALITY);
        put(attributes, "laterality", laterality.isEmpty() ? data.text(DicomTags.LATERALITY) : laterality);
        put(attributes, "view", data.text(DicomTags.VIEW_POSITION));
        put(attributes, "manufacturer", data.text(DicomTags.MANUFACTURER));
        put(attributes, "model", data.text(DicomTags.MODEL));
        put(attributes, "sex", data.text(DicomTags.PATIENT_SEX));
        put(attributes, "age", data.text(DicomTags.PATIENT_AGE));
        put(attributes, "burned_in_annotation", data.text(DicomTags.BURNED_IN).toLowerCase(Locale.ROOT));
        put(attributes, "photometric", header.photometric());
        put(attributes, "bits_stored", Integer.toString(header.stored()));
        put(attributes, "transfer_syntax", parsed.syntax());
        String study = data.text(DicomTags.STUDY_UID);
        String series = data.text(DicomTags.SERIES_UID);
        String patient = data.text(DicomTags.PATIENT_ID);
        put(attributes, "study", study.isEmpty() ? "" : identifier.apply(study));
        put(attributes, "series", series.isEmpty() ? "" : identifier.apply(series));
        put(attributes, "patient", patient.isEmpty() ? "" : identifier.apply(patient));
        Optional<String> group = Optional.of(patient.isEmpty() ? study : patient)
                .filter(text -> !text.isEmpty())
                .map(identifier);
        return new ImageFacts("DICOM", header.columns(), header.rows(), header.frames(), group, attributes);
    }

    private static void put(Map<String, String> attributes, String name, String value) {
        if (!value.isEmpty()) {
            attributes.put(name, value);
        }
    }
}
