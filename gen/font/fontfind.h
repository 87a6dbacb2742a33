// SPDX-License-Identifier: MIT
#ifndef ERSATZ_FONT_FONTFIND_H
#define ERSATZ_FONT_FONTFIND_H
/*
 * fontfind - which files and faces a recipe's sets, families and folders mean. Inside the font room.
 *
 * Families are found by fontconfig, by exact name: what is not installed is not there, and no other
 * family stands in for it. docs/fonts.md describes the set files.
 */
#include "base/arena.h"
#include "base/st.h"
#include "recipe/recipe.h"

struct found {
    const char *family, *style, *path;
    const char *set;     /* set name, "families", "dirs" or "fallback" */
    int index;           /* face in the file */
    double weight;       /* drawing weight of this face */
    double bolder_em;    /* see font/face.h */
    bool mix;            /* of font.mix_sets: not chosen for whole lines */
    bool users;          /* from a folder of the user's: a broken file is an error */
};

struct found_list {
    struct found *v;
    size_t n, cap;
    struct arena *arena; /* owns the list and its strings */
    struct buf missing;  /* Debian packages of families that are not installed, separated by spaces */
    struct buf lacking;  /* the names of those families, separated by commas */
};

/** fontfind_recipe() - everything the recipe may draw with, in order of sets, families, folders.
 *  ST_RECIPE for a family that the recipe names and the machine lacks, or a set that does not exist. */
enum st fontfind_recipe(struct found_list *l, const struct recipe *r, struct buf *problems,
                        struct err *e);
/** fontfind_family() - faces of one "Family:style" name; *n_added may be 0. */
void fontfind_family(struct found_list *l, const char *name, const char *set, double weight,
                     bool all_faces, size_t *n_added);

#endif
