// SPDX-License-Identifier: MIT
/* The table of verbs and nothing else. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/st.h"
#include "cmd/cmd.h"
#include "recipe/names.h"
#include "version.h"

static const struct verb {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *help;
} verbs[] = {
    {"gen", cmd_gen, "make a dataset from a recipe"},
    {"preview", cmd_preview, "contact sheet of samples with their labels drawn over them"},
    {"plan", cmd_plan, "everything that is random about one sample, as JSON"},
    {"check", cmd_check, "find the errors of a recipe or the damage of a dataset"},
    {"convert", cmd_convert, "to and from the formats of trainers"},
    {"catalogue", cmd_catalogue, "make up products for shelves, or check a file of them"},
    {"train", cmd_train, "train a model from a recipe"},
    {"eval", cmd_eval, "how good a model is on a dataset, with a report"},
    {"read", cmd_read, "what a model reads in pictures of lines"},
    {"index", cmd_index, "pictures of products, embedded, for find"},
    {"find", cmd_find, "the products of an index that pictures look like"},
    {"clean", cmd_clean, "find pictures under a wrong label"},
    {"seal", cmd_seal, "split the answers of a test set from its pictures"},
    {"fonts", cmd_fonts, "the faces a recipe draws with, and what they lack"},
    {"help", cmd_help, "what a recipe's keys mean"},
    {"schema", cmd_schema, "JSON Schema of recipes, for editors"},
};

static void print_help(FILE *f)
{
    fputs("ersatz makes labeled synthetic training data from YAML recipes.\n\n"
          "usage: ersatz [-C DIR] VERB [options]\n\nverbs:\n",
          f);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        fprintf(f, "  %-10s %s\n", verbs[i].name, verbs[i].help);
    }
    fputs("\n  ersatz VERB --help     its options\n"
          "  ersatz help KEY        a recipe's key, section or effect\n"
          "\nexit codes: 0 done, 1 check failed, 2 usage, 3 recipe, 4 input or output, 5 bad data,\n"
          "            6 Blender failed, 70 bug, 130 stopped (go on with --resume)\n",
          f);
}

/* Data went to stdout: a full disk or a closed pipe there must not pass for success. */
static int end(int rc)
{
    if (fflush(stdout) || ferror(stdout)) {
        if (rc == ST_OK) {
            perror("ersatz: cannot write to standard output");
            return ST_IO;
        }
    }
    return rc;
}

int main(int argc, char **argv)
{
    int i = 1;
    while (i + 1 < argc && !strcmp(argv[i], "-C")) {
        if (chdir(argv[i + 1])) {
            fprintf(stderr, "ersatz: cannot enter folder '%s'\n", argv[i + 1]);
            return ST_IO;
        }
        i += 2;
    }
    if (i == argc) {
        print_help(stderr);
        return ST_USAGE;
    }
    if (!strcmp(argv[i], "--version")) {
        puts("ersatz " ERSATZ_VERSION);
        return end(ST_OK);
    }
    if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) {
        print_help(stdout);
        return end(ST_OK);
    }
    for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++) {
        if (!strcmp(argv[i], verbs[v].name)) {
            return end(verbs[v].run(argc - i, argv + i));
        }
    }
    const char *name[sizeof verbs / sizeof *verbs];
    for (size_t v = 0; v < sizeof verbs / sizeof *verbs; v++) {
        name[v] = verbs[v].name;
    }
    const char *near = names_nearest(argv[i], name, sizeof name / sizeof *name);
    fprintf(stderr, "ersatz: unknown verb '%s' (%s%s%s)\n", argv[i],
            near ? "did you mean '" : "see ", near ? near : "ersatz --help", near ? "'?" : "");
    return ST_USAGE;
}
