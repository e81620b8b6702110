package io.discern.examples;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.discern.internal.file.AtomicFile;
import io.discern.internal.file.FileNames;
import io.discern.internal.file.RegularFile;
import io.discern.store.OutputSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * A command line as a file, in YAML: each option by its name without dashes, with its value, a list where it is repeated, or {@code true} where it
 * takes none; an encoder or a data set may stand in {@linkplain StudyEntry parts}. Every run that writes a folder writes its own there and names it, others print theirs.
 */
final class StudyFile {
    static final String NAME = "study.yaml";

    private static final String OPTION = "--study";
    private static final String HELP = "help";
    private static final String VERSION = "version";
    private static final int MOST_BYTES = 1 << 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build();

    @Option(
            names = OPTION,
            paramLabel = "FILE.yaml",
            description = {
                "Options from a file, such as the study.yaml of an earlier run; those of the command line go before them.",
                "Relative paths start in the working directory, as on the command line."
            })
    private Path study; // replaced by what it holds before the command line is parsed

    /** Writes the file that repeats this run. */
    static void write(CommandSpec command, OutputSet files) throws IOException {
        String text = "# Repeats this run, from the same working directory: --study FILE. By hand:\n# "
                + Invocation.of(command).replace("\n", "\n# ") + "\n" + YAML.writeValueAsString(options(command));
        AtomicFile.write(files.file(NAME), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Names the file that repeats a run which has ended; where it left no folder, says what such a file would hold, in one line that is YAML too. */
    static void tell(CommandSpec command) {
        OptionSpec out = command.optionsMap().get("--out");
        if (out != null && out.getValue() instanceof Path folder && Files.exists(folder.resolve(NAME))) {
            System.err.println("to repeat it: --study "
                    + Invocation.quoted(folder.resolve(NAME).toString()));
        } else if (command.optionsMap().containsKey(OPTION) && !options(command).isEmpty()) {
            System.err.println("to repeat it: --study FILE with " + JSON.valueToTree(options(command)));
        }
    }

    private static Map<String, Object> options(CommandSpec command) {
        Map<String, Object> options = new LinkedHashMap<>();
        for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
            List<String> values = option.originalStringValues();
            Object value = option.arity().max() == 0 ? true : option.isMultiValue() ? values : values.get(0);
            options.put(key(option), value);
        }
        return options;
    }

    /**
     * The command line with what its file holds in the file's place, but for options that are given besides.
     *
     * @throws IOException if the file cannot be read, or holds what is no option of that command
     */
    static String[] expanded(CommandSpec command, String[] args) throws IOException {
        List<String> given = new ArrayList<>(List.of(args));
        String file = null;
        for (int i = 0; i < given.size(); i++) {
            if (given.get(i).startsWith(OPTION + "=")) {
                file = given.remove(i).substring(OPTION.length() + 1);
            } else if (given.get(i).equals(OPTION) && i + 1 < given.size()) {
                given.remove(i);
                file = given.remove(i);
            }
        }
        if (file == null || !command.optionsMap().containsKey(OPTION)) {
            return args;
        }
        List<String> all = new ArrayList<>();
        Path path = FileNames.path(file);
        for (Map.Entry<String, JsonNode> entry : read(path).properties()) {
            String option = "--" + entry.getKey();
            OptionSpec spec = command.optionsMap().get(option);
            if (spec == null || option.equals(OPTION) || List.of(HELP, VERSION).contains(entry.getKey())) {
                throw new IOException(FileNames.text(path) + ": no option '" + entry.getKey() + "'; expected some of "
                        + command.options().stream()
                                .map(StudyFile::key)
                                .filter(key -> !List.of(HELP, VERSION, "study").contains(key))
                                .sorted()
                                .toList());
            }
            boolean besides = given.stream()
                    .anyMatch(word -> Arrays.stream(spec.names())
                            .anyMatch(name -> word.equals(name) || word.startsWith(name + "=")));
            if (!besides) {
                all.addAll(words(path, option, spec, entry.getValue()));
            }
        }
        all.addAll(given);
        return all.toArray(String[]::new);
    }

    private static List<String> words(Path file, String option, OptionSpec spec, JsonNode value) throws IOException {
        if (spec.arity().max() == 0) {
            if (!value.isBoolean()) {
                throw unfit(file, option, value, "true or false");
            }
            return value.booleanValue() ? List.of(option) : List.of();
        }
        List<String> words = new ArrayList<>();
        for (JsonNode one : value.isArray() ? value : List.of(value)) {
            if (one.isObject() && List.of(StudyEntry.ENCODER, StudyEntry.DATA).contains(option)) {
                words.addAll(new StudyEntry(file, one).words(option));
                continue;
            }
            if (!one.isValueNode() || one.isNull()) {
                throw unfit(file, option, one, spec.isMultiValue() ? "a value or a list of values" : "a value");
            }
            words.add(option + "=" + one.asText());
        }
        if (value.size() > 1 && value.isArray() && !spec.isMultiValue()) {
            throw unfit(file, option, value, "one value");
        }
        return words;
    }

    private static IOException unfit(Path file, String option, JsonNode value, String expected) {
        return new IOException(
                FileNames.text(file) + ": " + option.substring(2) + " is " + value + "; expected " + expected);
    }

    private static JsonNode read(Path file) throws IOException {
        JsonNode root;
        try {
            root = YAML.readTree(RegularFile.bytes(file, MOST_BYTES));
        } catch (JsonProcessingException malformed) {
            throw new IOException(
                    FileNames.text(file) + ": "
                            + malformed.getOriginalMessage().lines().findFirst().orElse("")
                            + (malformed.getLocation() == null
                                    ? ""
                                    : " (line " + malformed.getLocation().getLineNr() + ")")
                            + "; expected YAML, a line 'option: value' for each option",
                    malformed);
        }
        if (!root.isObject()) {
            throw new IOException(FileNames.text(file) + ": expected YAML, a line 'option: value' for each option");
        }
        return root;
    }

    private static String key(OptionSpec option) {
        return option.longestName().substring(2);
    }
}
